import { texts } from '../../texts.ts'
import { Field } from '../../ui/field.tsx'

interface Props {
  readonly images: readonly string[]
  onChange(images: readonly string[]): void
}

/** Pictures go along in the request itself; they are stored nowhere else. */
export function Pictures({ images, onChange }: Props) {
  const { playground } = texts
  const add = async (files: FileList | null) => {
    onChange([...images, ...(await Promise.all([...(files ?? [])].map(dataUrl)))])
  }
  return (
    <>
      <Field label={playground.pictures}>
        {(ids) => (
          <input
            {...ids}
            type="file"
            accept="image/*"
            multiple
            className="text-sm text-ink-2 file:mr-2 file:rounded-[5px] file:border file:border-line file:bg-sheet file:px-3 file:py-1 file:font-medium file:text-ink"
            onChange={({ target }) => void add(target.files)}
          />
        )}
      </Field>
      {images.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {images.map((url, index) => (
            <li key={`${index} ${url.length}`} className="flex items-center gap-1">
              <img
                src={url}
                alt={playground.picture(index + 1)}
                className="h-12 rounded border border-line"
              />
              <button
                type="button"
                className="button button-bare"
                onClick={() => onChange(images.filter((_, at) => at !== index))}
              >
                {playground.leaveOut}
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function dataUrl(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result)))
    reader.addEventListener('error', () => reject(reader.error ?? new Error(file.name)))
    reader.readAsDataURL(file)
  })
}
