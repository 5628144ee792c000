import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

export type Theme = 'system' | 'light' | 'dark'
export type TimeZone = 'local' | 'utc'

interface Settings {
  readonly theme: Theme
  readonly timeZone: TimeZone
  /** What the theme amounts to at this moment. */
  readonly isDark: boolean
  setTheme(theme: Theme): void
  setTimeZone(timeZone: TimeZone): void
}

const SettingsContext = createContext<Settings | null>(null)

/** How a person likes to look at things; kept in the browser, for nobody else needs to know. */
export function SettingsProvider({ children }: { readonly children: ReactNode }) {
  const [theme, setTheme] = useStored<Theme>('portolan.theme', 'system', ['system', 'light', 'dark'])
  const [timeZone, setTimeZone] = useStored<TimeZone>('portolan.time-zone', 'local', ['local', 'utc'])
  const isNight = useIsNight()
  const isDark = theme === 'dark' || (theme === 'system' && isNight)
  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  }, [isDark])
  const settings = useMemo(
    () => ({ theme, timeZone, isDark, setTheme, setTimeZone }),
    [theme, timeZone, isDark, setTheme, setTimeZone],
  )
  return <SettingsContext value={settings}>{children}</SettingsContext>
}

export function useSettings(): Settings {
  const settings = useContext(SettingsContext)
  if (settings === null) throw new Error('There are no settings around this.')
  return settings
}

/** Formats times in the zone that was chosen. */
export function useTimes() {
  const { timeZone } = useSettings()
  return useMemo(() => {
    const zone = timeZone === 'utc' ? { timeZone: 'UTC' } : {}
    const full = new Intl.DateTimeFormat('en-GB', { ...zone, dateStyle: 'medium', timeStyle: 'medium' })
    const clock = new Intl.DateTimeFormat('en-GB', { ...zone, timeStyle: 'medium' })
    const day = new Intl.DateTimeFormat('en-GB', { ...zone, day: '2-digit', month: 'short' })
    const moment = new Intl.DateTimeFormat('en-GB', {
      ...zone,
      day: '2-digit',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    })
    return {
      zone: timeZone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone,
      full: (time: string | number) => full.format(new Date(time)),
      clock: (time: string | number) => clock.format(new Date(time)),
      day: (time: string | number) => day.format(new Date(time)),
      moment: (time: string | number) => moment.format(new Date(time)),
    }
  }, [timeZone])
}

function useStored<Value extends string>(name: string, fallback: Value, allowed: readonly Value[]) {
  const [value, setValue] = useState<Value>(
    () => allowed.find((each) => each === localStorage.getItem(name)) ?? fallback,
  )
  const set = useMemo(
    () => (next: Value) => {
      localStorage.setItem(name, next)
      setValue(next)
    },
    [name],
  )
  return [value, set] as const
}

function useIsNight(): boolean {
  const [query] = useState(() => matchMedia('(prefers-color-scheme: dark)'))
  const [isNight, setIsNight] = useState(query.matches)
  useEffect(() => {
    const look = () => setIsNight(query.matches)
    query.addEventListener('change', look)
    return () => query.removeEventListener('change', look)
  }, [query])
  return isNight
}
