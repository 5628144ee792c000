import { useNavigate } from '@tanstack/react-router'
import { createElement, type ReactNode, useEffect, useState } from 'react'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { ROOMS } from './rooms.ts'

/** `g` and then a digit goes to a room; `?` shows all keys. Returns the dialog, to be put somewhere. */
export function useShortcuts(): ReactNode {
  const navigate = useNavigate()
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    let isGoing = false
    const press = (event: KeyboardEvent) => {
      if (isTyping(event)) return
      if (event.key === '?') setIsOpen(true)
      const room = isGoing ? ROOMS[Number(event.key) - 1] : undefined
      if (room !== undefined) void navigate({ to: room.path })
      isGoing = event.key === 'g'
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [navigate])
  return createElement(ShortcutsDialog, { isOpen, onOpenChange: setIsOpen })
}

/** Whether a key belongs to a field, or to the browser. */
export function isTyping({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true
  return (
    target instanceof HTMLElement &&
    target.closest('input, select, textarea, [contenteditable], [role=dialog], .editor') !== null
  )
}
