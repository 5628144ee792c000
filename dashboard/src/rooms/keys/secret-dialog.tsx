import { texts } from '../../texts.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { Dialog } from '../../ui/dialog.tsx'

/** The one time that a key is shown. It is in the memory of the page until this is closed, and nowhere else. */
export function SecretDialog({ secret, onClose }: { readonly secret: string | null; onClose(): void }) {
  const { keys } = texts
  return (
    <Dialog title={keys.secret} isOpen={secret !== null} onOpenChange={onClose}>
      <p className="mb-3 text-ink-2">{keys.secretHint}</p>
      <pre tabIndex={0} className="code mb-3 select-all">
        {secret}
      </pre>
      <CopyButton text={secret ?? ''} />
    </Dialog>
  )
}
