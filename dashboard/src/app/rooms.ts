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
  {
    path: '/providers',
    label: rooms.providers,
    icon: 'route',
    load: () => import('../rooms/providers/providers.tsx'),
  },
  {
    path: '/catalogue',
    label: rooms.catalogue,
    icon: 'book',
    load: () => import('../rooms/catalogue/catalogue.tsx'),
  },
  {
    path: '/playground',
    label: rooms.playground,
    icon: 'play',
    load: () => import('../rooms/playground/playground.tsx'),
    isForAdmins: true,
  },
  { path: '/keys', label: rooms.keys, icon: 'key', load: () => import('../rooms/keys/keys.tsx') },
  { path: '/usage', label: rooms.usage, icon: 'coins', load: () => import('../rooms/usage/usage.tsx') },
  {
    path: '/settings',
    label: rooms.settings,
    icon: 'gear',
    load: () => import('../rooms/settings/settings.tsx'),
  },
]

/** Pages without an entry of their own in the navigation. */
export const INNER_PAGES: readonly Pick<Room, 'path' | 'load'>[] = [
  { path: '/traces/$id', load: () => import('../rooms/traces/trace.tsx') },
]
