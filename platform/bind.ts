/** An operation with what it needs from outside handed in; callers give the rest. */
export const bind =
  <Deps, Args extends readonly unknown[], Result>(deps: Deps, operation: (deps: Deps, ...args: Args) => Result) =>
  (...args: Args): Result =>
    operation(deps, ...args);
