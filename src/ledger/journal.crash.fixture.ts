import { writeSync } from 'node:fs'
import { closeEntry } from './journal.fixture.ts'
import { Journal } from './journal.ts'

/** A process to be killed: it appends without end, some entries a turn, and prints the id of each that was written. */
const [directory = '', round = ''] = process.argv.slice(2)
const journal = new Journal({ directory, segmentBytesMax: 256 * 1024 })
const body = 'x'.repeat(1_500)
let count = 0

function turn(): void {
  for (let entry = 0; entry < 1 + (count % 7); entry++) {
    const id = `${round}-${count++}`
    journal.append(closeEntry(id, body, body), (error) => {
      if (error === null) writeSync(1, `${id}\n`)
    })
  }
  setImmediate(turn)
}

turn()
