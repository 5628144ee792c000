import { run } from './cli/program.ts'

// The one place that reads the process's surroundings; everything below is handed what it needs.
process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  isTerminal: process.stdout.isTTY === true,
  node: {
    version: process.versions.node,
    execPath: process.execPath,
    platform: process.platform,
    arch: process.arch,
  },
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  onSignal: (signal, handler) => process.on(signal, handler),
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  random: Math.random,
})
