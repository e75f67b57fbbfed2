/** The part of the WebAssembly API used here; neither the es2023 library nor @types/node 20 declares it. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  const Memory: new (descriptor: { readonly initial: number; readonly maximum?: number }) => Memory;
}
