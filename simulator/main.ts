import { parseArgs } from 'node:util'
import { startSimulator } from './simulator.ts'

const USAGE = `node simulator/main.ts [--host 127.0.0.1] [--port 9099] [--seed 1] [--rpm N]

A provider that speaks OpenAI, Anthropic and Gemini, with models such as echo, lorem, tools, think, json, vision, slow,
flaky and error-429. Faults go behind a model's name: echo?status=429&retry-after=1&times=2`

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '9099' },
    seed: { type: 'string', default: '1' },
    rpm: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(USAGE)
} else {
  const simulator = await startSimulator({
    host: values.host,
    port: wholeNumber('port', values.port),
    seed: wholeNumber('seed', values.seed),
    ...(values.rpm === undefined ? {} : { requestsPerMinute: wholeNumber('rpm', values.rpm) }),
  })
  console.log(`The simulator listens on ${simulator.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      const { requests, aborted, inputTokens, outputTokens } = simulator.stats()
      console.log(`${requests} requests, ${aborted} aborted, ${inputTokens} tokens in, ${outputTokens} out`)
      void simulator.close()
    })
  }
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 0) return number
  console.error(`--${name} takes a whole number, not '${text}'.\n\n${USAGE}`)
  process.exit(2)
}
