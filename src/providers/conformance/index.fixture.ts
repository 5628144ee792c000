import { CHINESE_MAKERS } from './chinese-makers.fixture.ts'
import { CLOUDS } from './clouds.fixture.ts'
import { COHERE } from './cohere.fixture.ts'
import { GATEWAYS } from './gateways.fixture.ts'
import { HOSTS } from './hosts.fixture.ts'
import { LOCAL_SERVERS } from './local-servers.fixture.ts'
import { MODEL_MAKERS } from './model-makers.fixture.ts'
import { MORE_HOSTS } from './more-hosts.fixture.ts'
import { OPEN_HOSTS } from './open-hosts.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

/** One for each provider that is a file of quirks. */
export const FIXTURES: readonly ProviderFixture[] = [
  ...MODEL_MAKERS,
  COHERE,
  ...CHINESE_MAKERS,
  ...CLOUDS,
  ...HOSTS,
  ...MORE_HOSTS,
  ...OPEN_HOSTS,
  ...GATEWAYS,
  ...LOCAL_SERVERS,
]
