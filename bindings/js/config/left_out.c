/*
 * bindings/js/config/left_out.c - stands for parts of libjpeg-turbo that its tables name and nothing here asks for: writing
 * progressive files, palettes of colours, fast and floating-point transforms, sizes that no photo is reduced to, and
 * upsampling in one step with colour conversion, which is for those who do not want it smooth. wasm.mk leads their names
 * here. They have the signatures of those they stand for, as WebAssembly wants it, and end the work if they are called after
 * all.
 */
void jpeg_idct_none(void *cinfo, void *part, short *block, void *out, unsigned column);
void jpeg_idct_none(void *cinfo, void *part, short *block, void *out, unsigned column)
{
    (void)cinfo, (void)part, (void)block, (void)out, (void)column;
    __builtin_trap();
}

#define LEFT_OUT(name)                                                                                                      \
    void name(void *one);                                                                                                   \
    void name(void *one)                                                                                                    \
    {                                                                                                                       \
        (void)one;                                                                                                          \
        __builtin_trap();                                                                                                   \
    }
LEFT_OUT(jpeg_fdct_none)
LEFT_OUT(jpeg_fdct_none_float)
LEFT_OUT(jinit_none_read)
LEFT_OUT(jinit_none_write)
