import { run } from './cli/program.ts'

// A reader that has seen enough, such as `head`, closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

// The one place that reads the process's surroundings; everything below is handed what it needs.
process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  isTerminal: process.stdout.isTTY,
  node: {
    version: process.versions.node,
    execPath: process.execPath,
    platform: process.platform,
    arch: process.arch,
  },
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  input: async () => Buffer.concat(await process.stdin.toArray()).toString('utf8'),
  onSignal: (signal, handler) => process.on(signal, handler),
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  random: Math.random,
})
