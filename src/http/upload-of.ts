import type { Readable } from 'node:stream'
import type { Upload, UploadSink } from '../core/upstream.ts'

/** A stream as the body of a request that is sent on. What is not read of it is left where it is. */
export function uploadOf(source: Readable, length: number | null): Upload {
  // One that breaks while nobody reads it is no fault of the process.
  source.on('error', () => {})
  let stop = () => {}
  return {
    length,
    start(sink: UploadSink) {
      const onData = (bytes: Buffer) => sink.onBytes(bytes)
      const onEnd = () => {
        stop()
        sink.onEnd()
      }
      const onBroken = () => {
        stop()
        sink.onBroken()
      }
      stop = () => {
        source.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken)
      }
      source.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken)
      // Whoever has left before gives no sign of it any more.
      if (source.destroyed && !source.readableEnded) queueMicrotask(onBroken)
    },
    pause: () => void source.pause(),
    resume: () => void source.resume(),
    stop: () => stop(),
  }
}
