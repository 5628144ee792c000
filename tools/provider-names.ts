import { isTest, lineAt, type SourceFile } from './source-files.ts'

/** Folders that speak of providers because that is what they are for. */
const AT_HOME = ['src/providers/', 'src/dialects/', 'src/wire/']

/** The other places where the name of a provider stands in the code, and why each must. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'src/config/schema-provider.ts': 'lists kinds of the contract, so that those to come are refused by name',
  'src/core/request.ts': 'names the wire formats, one of which is called after its provider',
  'src/control/explain.ts': 'tells by its path what dialect a request is in, one of which is called so',
  'src/http/endpoints.ts': 'names the dialects, two of which are called after their providers',
  'src/cli/configuration.ts': 'adds the built-in simulator, which no file configures',
}

/**
 * Every use of a provider's kind as a string outside the providers themselves: code that decides by name who is asked
 * cannot be reasoned about one provider at a time. One line each; an exception that is no longer used is one, too.
 */
export function findProviderNames(files: readonly SourceFile[], kinds: readonly string[]): readonly string[] {
  const literal = new RegExp(`'(?:${kinds.join('|')})'`, 'g')
  const uses = files
    .filter(({ path }) => /^src\/.*\.ts$/.test(path) && !isTest(path))
    .filter(({ path }) => !AT_HOME.some((folder) => path.startsWith(folder)))
    .flatMap(({ path, text }) =>
      [...text.matchAll(literal)].map((match) => ({ path, line: lineAt(text, match.index), name: match[0] })),
    )
  const unused = Object.keys(EXCEPTIONS).filter((path) => !uses.some((use) => use.path === path))
  return [
    ...uses
      .filter(({ path }) => !Object.hasOwn(EXCEPTIONS, path))
      .map(({ path, line, name }) => `${path}:${line} names the provider ${name}; only src/providers may`),
    ...unused.map((path) => `${path} names no provider any more; remove it from tools/provider-names.ts`),
  ]
}
