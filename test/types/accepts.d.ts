/** Compiles only where the value fits the type. */
export declare function accepts<T>(value: T): void
