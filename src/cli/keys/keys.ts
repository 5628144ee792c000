import type { Command } from 'commander'
import { addGatewayOptions, findGateway, type GatewayFlags } from '../gateway-address.ts'
import { GatewayClient } from '../gateway-client.ts'
import type { Surroundings } from '../surroundings.ts'
import type { KeyDetail, KeySummary, NewKey } from './key-answers.ts'
import { formatKey, formatKeys } from './key-format.ts'
import { addKeyOptions, type KeyFlags, keyFields, needsBefore } from './key-options.ts'

/** `portolan keys …`: callers' keys, through the admin API of a running gateway. */
export function addKeys(program: Command, surroundings: Surroundings): void {
  const keys = program.command('keys').description("make, change and watch over callers' keys")
  addReading(keys, surroundings)
  addMaking(keys, surroundings)
  addUpdating(keys, surroundings)
  addSwitches(keys, surroundings)
}

function addReading(keys: Command, surroundings: Surroundings): void {
  addGatewayOptions(keys.command('list'))
    .description('every key, newest first')
    .action(async (flags: GatewayFlags) => {
      const client = await connect(flags, surroundings)
      const data = await client.list<KeySummary>(KEYS, Number.POSITIVE_INFINITY)
      if (flags.json === true) print(surroundings, { data, next_cursor: null })
      else if (data.length > 0) surroundings.out(formatKeys(data, surroundings.now()))
      else surroundings.out('There are no keys yet. Make one with: portolan keys create --name NAME\n')
    })
  addGatewayOptions(keys.command('get <id>'))
    .description('one key, with what it has used')
    .action(async (id: string, flags: GatewayFlags) => {
      const client = await connect(flags, surroundings)
      show(await client.get<KeyDetail>(pathOf(id)), flags, surroundings)
    })
}

function addMaking(keys: Command, surroundings: Surroundings): void {
  const create = keys.command('create').description('make a key; its secret is shown once')
  addKeyOptions(
    addGatewayOptions(create.requiredOption('--name <name>', 'what to call it')),
    surroundings.now,
  )
  create.action(async (flags: GatewayFlags & KeyFlags) => {
    checkWindow(flags, create)
    const client = await connect(flags, surroundings)
    const made = await client.send<NewKey>('POST', KEYS, keyFields(flags, null))
    showSecret(made, flags, surroundings)
  })
  addGatewayOptions(keys.command('rotate <id>'))
    .description('give a key a new secret, which is shown once')
    .option(
      '--grace <time>',
      'how long the former secret still works, such as 24h; not at all where none is named',
    )
    .action(async (id: string, flags: GatewayFlags & { readonly grace?: string }) => {
      const client = await connect(flags, surroundings)
      const body = flags.grace === undefined ? {} : { grace: flags.grace }
      showSecret(await client.send<NewKey>('POST', `${pathOf(id)}/rotate`, body), flags, surroundings)
    })
}

function addUpdating(keys: Command, surroundings: Surroundings): void {
  const update = keys.command('update <id>').description('change a key; what is not named stays as it is')
  addKeyOptions(addGatewayOptions(update.option('--name <name>', 'what to call it')), surroundings.now)
  update.action(async (id: string, flags: GatewayFlags & KeyFlags) => {
    checkWindow(flags, update)
    const client = await connect(flags, surroundings)
    const before = needsBefore(flags) ? await client.get<KeyDetail>(pathOf(id)) : null
    const fields = keyFields(flags, before)
    if (Object.keys(fields).length === 0) update.error('error: name what to change, such as --rpm 60')
    show(await client.send<KeySummary>('PATCH', pathOf(id), fields), flags, surroundings)
  })
}

function addSwitches(keys: Command, surroundings: Surroundings): void {
  const switches = { block: 'refuse a key until it is unblocked', unblock: 'take a key again' } as const
  for (const [verb, description] of Object.entries(switches)) {
    addGatewayOptions(keys.command(`${verb} <id>`))
      .description(description)
      .action(async (id: string, flags: GatewayFlags) => {
        const client = await connect(flags, surroundings)
        show(await client.send<KeySummary>('POST', `${pathOf(id)}/${verb}`), flags, surroundings)
      })
  }
  addGatewayOptions(keys.command('delete <id>'))
    .description('delete a key for good; its records stay')
    .action(async (id: string, flags: GatewayFlags) => {
      const client = await connect(flags, surroundings)
      const answer = await client.send('DELETE', pathOf(id))
      if (flags.json === true) print(surroundings, answer)
      else surroundings.out(`Deleted ${id}.\n`)
    })
}

const KEYS = '/admin/v1/keys'

function pathOf(id: string): string {
  return `${KEYS}/${encodeURIComponent(id)}`
}

async function connect(flags: GatewayFlags, surroundings: Surroundings): Promise<GatewayClient> {
  return new GatewayClient(await findGateway(flags, surroundings))
}

function checkWindow({ usd, window }: KeyFlags, command: Command): void {
  if (window !== undefined && typeof usd !== 'number')
    command.error('error: --window goes with --usd, such as --usd 20 --window month')
}

function show(key: KeySummary | KeyDetail, flags: GatewayFlags, surroundings: Surroundings): void {
  if (flags.json === true) print(surroundings, key)
  else surroundings.out(formatKey(key, surroundings.now()))
}

/** Into a pipe goes the secret alone, for `KEY=$(portolan keys create …)`. */
function showSecret(made: NewKey, flags: GatewayFlags, surroundings: Surroundings): void {
  const { out, err, isTerminal, now } = surroundings
  if (flags.json === true) print(surroundings, made)
  else if (isTerminal) out(`${formatKey(made, now())}\nThe secret, shown this once:\n\n${made.key}\n`)
  else {
    err(`The key ${made.id} has this secret, shown this once:\n`)
    out(`${made.key}\n`)
  }
}

function print({ out }: Surroundings, answer: object): void {
  out(`${JSON.stringify(answer)}\n`)
}
