import { expect, test } from 'vitest'
import { runWith } from '../run.fixture.ts'

test.each([
  ['--for 1s', 'name one fault'],
  ['--outage a --slow b --for 1s', 'name one fault'],
  ['--outage a', "required option '--for <time>'"],
  ['--outage a --for 2h', 'at most 60m'],
  ['--outage a --for 1s --delay 1s', '--delay does not go with this fault'],
  ['--error a --for 1s --status 200', 'from 400 to 599'],
  ['--price a --for 1s --share 0.5', '--share does not go with this fault'],
  ['--price a --for 1s --factor 0', 'at most 1000'],
  ['--outage a --for 1s --share 2', 'at most 1'],
  ['--outage a --for 1s --rate 0', 'from 1 to 100'],
])('%s is a wrong command line', async (words, complaint) => {
  const { code, err } = await runWith(['drill', ...words.split(' ')])
  expect(code).toBe(2)
  expect(err).toContain(complaint)
})
