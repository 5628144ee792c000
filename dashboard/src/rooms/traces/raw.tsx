import type { ExchangeDetail } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { Empty } from '../../ui/notes.tsx'

export function Raw({ exchange }: { readonly exchange: ExchangeDetail }) {
  return (
    <div className="flex flex-col gap-4 p-4">
      <Body title={texts.trace.request} body={exchange.request} />
      <Body title={texts.trace.response} body={exchange.response} />
      {exchange.response_truncated && <p className="text-warn">{texts.trace.truncated}</p>}
    </div>
  )
}

function Body({ title, body }: { readonly title: string; readonly body: unknown }) {
  const text = JSON.stringify(body, null, 2)
  return (
    <section aria-label={title}>
      <div className="mb-1 flex items-center justify-between">
        <h3 className="font-medium">{title}</h3>
        {body != null && <CopyButton text={text} />}
      </div>
      {body == null ? (
        <Empty title={texts.trace.notRecorded} />
      ) : (
        <pre tabIndex={0} className="code max-h-[36rem]">
          {text}
        </pre>
      )}
    </section>
  )
}
