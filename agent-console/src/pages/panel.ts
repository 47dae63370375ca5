/** Entry of `earshot-agent-panel.js`, the one file that other pages embed. */
import '../components/agent-panel.ts'
