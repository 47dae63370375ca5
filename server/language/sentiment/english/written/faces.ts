/**
 * Faces and signs that the VADER list lacks, on its scale: emoji by what people mean with them in messages. Weights
 * are the author's; no labelled set here has enough emoji to measure them.
 */
export const FACES = `
-3 😡 🤬 😠 💔 🤮
-2.9 D:
-2.5 😭 😤 👿 👎 🖕 😖 😣 😩 😫
-2 😢 😞 😔 ☹ 🙁 😟 😨 😱 😰 😥 🤢 😒 🙄
-1.2 😕 😬 😐 😑 🤦 😓 😪 🥺 😧 😦
-0.6 🤷 🤔 😳
0.8 😏 😉 🙃 👋
1.5 🙏 👌 🙂 😌 😋 😜 😝 😛 😎 ✨ ✅ 💪
2 👍 😀 😃 😄 😁 😊 ☺ 😆 😅 👏 🤗 🎉 🎊 🥳 😂 🤣 😘 😺 💯
2.5 😍 🥰 🤩 ❤ ♥ 💕 💖 💗 💙 💚 💛 💜 🧡 🌟 ⭐
`
