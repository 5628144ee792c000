import { useMutation } from '@tanstack/react-query'
import { answered, api } from '../api/client.ts'
import { texts } from '../texts.ts'
import { Icon } from '../ui/icon.tsx'
import { useForgetSession } from './session.tsx'
import { type Theme, type TimeZone, useSettings } from './settings.tsx'

/** Theme, time zone, and the way out. */
export function ShellControls() {
  const { theme, timeZone, setTheme, setTimeZone } = useSettings()
  const forget = useForgetSession()
  const signOut = useMutation({
    mutationFn: () => answered(api.DELETE('/admin/v1/session')),
    onSettled: forget,
  })
  const { shell } = texts
  return (
    <div className="flex flex-col gap-2 border-t border-line px-4 py-3 text-xs">
      <label className="flex items-center justify-between gap-2 text-ink-3">
        {shell.theme}
        <select
          className="bg-transparent text-ink"
          value={theme}
          onChange={({ target }) => setTheme(target.value as Theme)} // The options are themes.
        >
          <option value="system">{shell.themes.system}</option>
          <option value="light">{shell.themes.light}</option>
          <option value="dark">{shell.themes.dark}</option>
        </select>
      </label>
      <label className="flex items-center justify-between gap-2 text-ink-3">
        {shell.timeZone}
        <select
          className="bg-transparent text-ink"
          value={timeZone}
          onChange={({ target }) => setTimeZone(target.value as TimeZone)} // The options are time zones.
        >
          <option value="local">{shell.timeZones.local}</option>
          <option value="utc">{shell.timeZones.utc}</option>
        </select>
      </label>
      <button
        type="button"
        className="button button-bare -mx-2 justify-start px-2 text-ink-2"
        onClick={() => signOut.mutate()}
      >
        <Icon name="leave" />
        {shell.signOut}
      </button>
    </div>
  )
}
