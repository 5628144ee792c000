import type { ComponentType } from 'react'
import type { IconName } from '../ui/icon.tsx'
import { texts } from '../texts.ts'

/** A place in the navigation. To add one: an entry here, and a folder under `rooms/` with its page. */
export interface Room {
  readonly path: string
  readonly label: string
  readonly icon: IconName
  readonly load: () => Promise<{ readonly default: ComponentType }>
  /** Shown to those who may change things alone. */
  readonly isForAdmins?: boolean
}

const { rooms } = texts

export const ROOMS: readonly Room[] = [
  { path: '/', label: rooms.overview, icon: 'compass', load: () => import('../rooms/overview/overview.tsx') },
  { path: '/traces', label: rooms.traces, icon: 'list', load: () => import('../rooms/traces/traces.tsx') },
]

/** Pages without an entry of their own in the navigation. */
export const INNER_PAGES: readonly Pick<Room, 'path' | 'load'>[] = [
  { path: '/traces/$id', load: () => import('../rooms/traces/trace.tsx') },
]
