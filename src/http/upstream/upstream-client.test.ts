import { SocketClient } from './socket-client.ts'
import { UndiciClient } from './undici-client.fixture.ts'
import { upstreamClientSuite } from './upstream-client-suite.ts'

upstreamClientSuite('our client', () => new SocketClient())
// An independent one, so that the suite holds the port's promises and not our habits.
upstreamClientSuite('undici', () => new UndiciClient())
