import type { Upload } from '../../core/upstream.ts'

/** The same body, told of as it is read. */
export function watched(upload: Upload, onBytes: (count: number) => void): Upload {
  return {
    length: upload.length,
    start: (sink) =>
      upload.start({
        onBytes(bytes) {
          onBytes(bytes.length)
          sink.onBytes(bytes)
        },
        onEnd: () => sink.onEnd(),
        onBroken: () => sink.onBroken(),
      }),
    pause: () => upload.pause(),
    resume: () => upload.resume(),
    stop: () => upload.stop(),
  }
}
