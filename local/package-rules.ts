interface LockEntry {
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

/**
 * What is wrong with the packages: an install script that the allow-list does not name, an entry of the list that is none, and an
 * optional dependency that is not in the lock, with which `npm ci` fails on another platform.
 */
export function packageFaults(lock: { packages: Record<string, LockEntry> }, allowed: readonly string[]): string[] {
  const entries = Object.entries(lock.packages).filter(([path]) => path.includes('node_modules/'));
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const locked = new Set(entries.map(([path]) => nameOf(path)));
  const scripted = new Set(entries.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path)));
  const optional = entries.flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).map((name) => ({ name, by: nameOf(path) })),
  );
  return [
    ...[...scripted]
      .filter((name) => !allowed.includes(name))
      .map((name) => `${name} has an install script: allow or refuse it in allowScripts of package.json.`),
    ...allowed
      .filter((name) => !scripted.has(name))
      .map((name) => `${name} is in allowScripts of package.json, but has no install script in the lock: remove it there.`),
    ...optional
      .filter(({ name }) => !locked.has(name))
      .map(
        ({ name, by }) =>
          `${name}, optional for ${by}, is not in the lock: npm ci would fail elsewhere. Pin a version of ${by} whose platforms are all published.`,
      ),
  ];
}
