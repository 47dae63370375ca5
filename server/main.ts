import { main } from './cli/cli.ts'

// Whoever reads the output may stop doing so, as `head` does; that is no fault of this program.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await main(process.argv.slice(2))
