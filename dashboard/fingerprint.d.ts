/** Names a build by what goes into it. `root` is the folder of the dashboard. */
export function dashboardFingerprint(root: string): string
