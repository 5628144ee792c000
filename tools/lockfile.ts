/** What we read of `package-lock.json`: each installed package by its folder. */
interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

interface LockedPackage {
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/**
 * What would keep `npm ci` from working elsewhere: addresses of one registry, and packages for other platforms that
 * have no entry. npm leaves those out where its registry does not have them, and then refuses the file everywhere.
 */
export function findLockfileFaults(json: string): readonly string[] {
  const { packages }: Lockfile = JSON.parse(json)
  return Object.entries(packages).flatMap(([folder, { resolved, optionalDependencies = {} }]) => [
    ...(resolved?.startsWith('http') === true ? [`${folder} is tied to ${resolved}`] : []),
    ...Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(packages, folder, name))
      .map(([name, version]) => `${folder} may need ${name} ${version}, which has no entry`),
  ])
}

/** In the package's own folder, or at the root, where npm puts what is needed only once. */
function isLocked(packages: Lockfile['packages'], folder: string, name: string): boolean {
  return [`${folder}/node_modules/${name}`, `node_modules/${name}`].some((key) =>
    Object.hasOwn(packages, key),
  )
}
