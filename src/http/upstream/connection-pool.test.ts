import { expect, test } from 'vitest'
import { pause } from '../sockets.fixture.ts'
import { asking, noting, OK } from './asking.fixture.ts'
import { POOL_LIMITS, type PoolLimits } from './connection-pool.ts'
import { SocketClient } from './socket-client.ts'

/** Two servers, each asked so many times at once by one client. */
async function askBoth(limits: Partial<PoolLimits>, times: number) {
  const client = new SocketClient({ ...POOL_LIMITS, ...limits })
  const servers = [await noting({}), await noting({})]
  const ask = async () => {
    for (const { origin } of servers) {
      await Promise.all(Array.from({ length: times }, () => asking(client, origin).over))
    }
    await pause(30)
  }
  await ask()
  return { ask, servers, open: () => servers.map(({ open }) => open.size) }
}

test('an origin keeps so many idle connections and closes the others', async () => {
  const { open } = await askBoth({ idlePerOriginMax: 3 }, 5)
  expect(open()).toEqual([3, 3])
})

test('all origins together keep so many', async () => {
  const { open } = await askBoth({ idleMax: 7 }, 5)
  expect(open()).toEqual([5, 2])
})

test('one that is lost makes room for another', async () => {
  const { ask, open, servers } = await askBoth({ idleMax: 7 }, 5)
  for (const socket of servers[0]?.sockets ?? []) socket.destroy()
  await pause(30)
  expect(open()).toEqual([0, 2])
  await ask()
  expect(open()).toEqual([5, 2])
})

test('an origin that is one too many takes the place of the oldest, which begins anew', async () => {
  const { ask, servers, open } = await askBoth({ originsMax: 1 }, 1)
  expect(open()).toEqual([1, 1])
  await ask()
  expect(servers.map(({ requests }) => requests)).toEqual([
    ['1 /v1/chat/completions', '2 /v1/chat/completions'],
    ['1 /v1/chat/completions', '2 /v1/chat/completions'],
  ])
})

test('the client closes what is idle', async () => {
  const { client, ask, open } = await noting({ '/': OK })
  await ask('/').over
  await pause(20)
  expect(open.size).toBe(1)
  await client.close()
  await pause(20)
  expect(open.size).toBe(0)
})
