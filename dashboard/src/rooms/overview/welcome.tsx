import { texts } from '../../texts.ts'
import { Empty } from '../../ui/notes.tsx'
import { Card } from '../../ui/page.tsx'

/** What a new gateway shows in the place of figures. */
export function Welcome() {
  return (
    <Card>
      <Empty title={texts.overview.welcome.title}>{texts.overview.welcome.text}</Empty>
    </Card>
  )
}
