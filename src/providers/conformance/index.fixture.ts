import { CHINESE_MAKERS } from './chinese-makers.fixture.ts'
import { HOSTS } from './hosts.fixture.ts'
import { MODEL_MAKERS } from './model-makers.fixture.ts'
import type { ProviderFixture } from './provider.fixture.ts'

/** One for each provider that is a file of quirks. */
export const FIXTURES: readonly ProviderFixture[] = [...MODEL_MAKERS, ...CHINESE_MAKERS, ...HOSTS]
