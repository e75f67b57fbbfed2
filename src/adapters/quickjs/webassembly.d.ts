/** The part of the WebAssembly API used here; neither the es2023 library nor @types/node 20 declares it. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum?: number });
  }
}
