import type { ExchangeDetail } from '../../api/client.ts'
import { texts } from '../../texts.ts'
import { Empty } from '../../ui/notes.tsx'
import { conversationOf, type Message, type Part } from './conversation-of.ts'

/** The exchange as people talk: who said what, with tools, pictures and reasoning in their places. */
export function Conversation({ exchange }: { readonly exchange: ExchangeDetail }) {
  const { messages, tools } = conversationOf(exchange.request, exchange.response)
  if (messages.length === 0)
    return <Empty title={texts.trace.notRecorded}>{texts.trace.notRecordedHint}</Empty>
  return (
    <div className="flex flex-col">
      {tools.length > 0 && (
        <p className="border-b border-line px-4 py-2 text-ink-2">{texts.trace.offered(tools.join(', '))}</p>
      )}
      <ol className="divide-y divide-line">
        {messages.map((message, index) => (
          <li key={index}>
            <MessageView message={message} />
          </li>
        ))}
      </ol>
    </div>
  )
}

export function MessageView({ message }: { readonly message: Message }) {
  return (
    <div
      className={`grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[5.5rem_minmax(0,1fr)] ${message.isAnswer ? 'bg-sunk' : ''}`}
    >
      <div className="eyebrow pt-0.5">{texts.trace.roles[message.role] ?? message.role}</div>
      <div className="flex min-w-0 flex-col gap-2">
        {message.parts.map((part, index) => (
          <PartView key={index} part={part} />
        ))}
      </div>
    </div>
  )
}

function PartView({ part }: { readonly part: Part }) {
  switch (part.type) {
    case 'text':
      return <p className="break-words whitespace-pre-wrap">{part.text}</p>
    case 'reasoning':
      return (
        <details className="border-l-2 border-line-strong pl-3 text-ink-2">
          <summary className="text-xs">{texts.trace.reasoning}</summary>
          <p className="mt-1 break-words whitespace-pre-wrap">{part.text}</p>
        </details>
      )
    case 'image':
      return part.url.startsWith('data:image/') ? (
        <img
          src={part.url}
          alt={texts.trace.picture}
          className="max-h-72 max-w-full rounded border border-line"
        />
      ) : (
        <a
          href={part.url}
          rel="noreferrer noopener"
          target="_blank"
          className="break-all text-accent underline"
        >
          {part.url}
        </a>
      )
    case 'call':
      return (
        <div className="rounded border border-line">
          <div className="border-b border-line px-3 py-1 text-xs text-ink-2">
            {texts.trace.calls} <strong className="font-medium text-ink">{part.name}</strong>
          </div>
          <pre tabIndex={0} className="code !rounded-t-none">
            {part.input}
          </pre>
        </div>
      )
    case 'result':
      return (
        <div className="rounded border border-line">
          <div className="border-b border-line px-3 py-1 text-xs text-ink-2">{texts.trace.result}</div>
          <pre tabIndex={0} className="code max-h-72 !rounded-t-none !whitespace-pre-wrap">
            {part.text}
          </pre>
        </div>
      )
    case 'other':
      return (
        <pre tabIndex={0} className="code max-h-72">
          {part.json}
        </pre>
      )
  }
}
