import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { texts } from '../texts.ts'
import { Icon } from '../ui/icon.tsx'
import { ROOMS } from './rooms.ts'
import { useIsAdmin } from './session.tsx'
import { ShellControls } from './shell-controls.tsx'
import { useShortcuts } from './shortcuts.ts'

/** The frame around every page: where one can go, and how one likes to look. */
export function Shell() {
  const main = useRef<HTMLElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const pathname = useRouterState({ select: ({ location }) => location.pathname })
  const shortcuts = useShortcuts()
  useEffect(() => setIsOpen(false), [pathname])
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="button absolute -top-20 left-2 z-50 focus:top-2"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        {texts.shell.skip}
      </a>
      <header className="sticky top-0 z-30 flex shrink-0 flex-col border-b border-line bg-sheet md:h-dvh md:w-52 md:border-r md:border-b-0">
        <div className="flex h-12 items-center gap-2 px-4">
          <Icon name="rose" className="size-6" />
          <span className="text-lg font-semibold tracking-tight">{texts.product}</span>
          <button
            type="button"
            className="button button-bare ml-auto md:hidden"
            aria-expanded={isOpen}
            aria-controls="navigation"
            onClick={() => setIsOpen(!isOpen)}
          >
            <Icon name="menu" />
            <span className="sr-only">{texts.shell.menu}</span>
          </button>
        </div>
        <div id="navigation" className={`${isOpen ? 'flex' : 'hidden'} grow flex-col md:flex`}>
          <Navigation />
          <ShellControls />
        </div>
      </header>
      <main ref={main} id="main" tabIndex={-1} className="min-w-0 grow outline-none">
        <Outlet />
      </main>
      {shortcuts}
    </div>
  )
}

function Navigation() {
  const isAdmin = useIsAdmin()
  return (
    <nav aria-label={texts.shell.navigation} className="grow overflow-y-auto px-2 py-2">
      <ul className="flex flex-col gap-0.5">
        {ROOMS.filter(({ isForAdmins }) => isAdmin || isForAdmins !== true).map(({ path, label, icon }) => (
          <li key={path}>
            <Link
              to={path}
              activeOptions={{ exact: path === '/', includeSearch: false }}
              className="flex items-center gap-2.5 rounded-[5px] px-2 py-1.5 text-ink-2 hover:bg-sunk hover:text-ink"
              activeProps={{ className: 'bg-accent-soft font-medium !text-ink', 'aria-current': 'page' }}
            >
              <Icon name={icon} />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
