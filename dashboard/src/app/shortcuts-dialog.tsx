import { texts } from '../texts.ts'
import { Dialog } from '../ui/dialog.tsx'

interface Props {
  readonly isOpen: boolean
  onOpenChange(isOpen: boolean): void
}

export function ShortcutsDialog({ isOpen, onOpenChange }: Props) {
  return (
    <Dialog title={texts.shortcuts.title} isOpen={isOpen} onOpenChange={onOpenChange}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {texts.shortcuts.keys.map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt>
              <kbd className="rounded border border-line bg-sunk px-1.5 py-0.5 font-mono text-xs">{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
