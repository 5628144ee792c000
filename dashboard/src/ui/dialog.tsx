import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import { Icon } from './icon.tsx'

interface Props {
  readonly title: string
  readonly isOpen: boolean
  onOpenChange(isOpen: boolean): void
  readonly children: ReactNode
}

export function Dialog({ title, isOpen, onOpenChange, children }: Props) {
  return (
    <Base.Root open={isOpen} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <Base.Popup className="card fixed top-1/2 left-1/2 z-50 flex max-h-[88dvh] w-[min(36rem,94vw)] -translate-x-1/2 -translate-y-1/2 flex-col shadow-raised outline-none">
          <div className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-4">
            <Base.Title className="mr-auto text-lg font-semibold">{title}</Base.Title>
            <Base.Close className="button button-bare px-2" aria-label={texts.common.close}>
              <Icon name="close" />
            </Base.Close>
          </div>
          <div className="overflow-y-auto p-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
