/*
 * tests/examples/raii.cpp - C++17: handles that free themselves, and errors as
 * exceptions, in a dozen lines around the C interface.
 *
 *   ./raii palettes/default.json
 */
#include <scalptone.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

template <auto free_it> struct with {
    template <class T> void operator()(T *handle) const { free_it(handle); }
};
template <class T, auto free_it> using handle = std::unique_ptr<T, with<free_it>>;
using context = handle<sct_context, sct_context_free>;
using palette = handle<sct_palette, sct_palette_free>;
using healed = handle<sct_healed, sct_healed_free>;
using optics = handle<sct_ink_optics, sct_ink_optics_free>;

/* Calls a maker that takes the context first and the place for the handle last. */
template <class H, class F, class... A> H make(const context &ctx, F maker, A... arguments)
{
    typename H::element_type *made = nullptr;
    if (maker(ctx.get(), arguments..., &made) != SCT_OK)
        throw std::runtime_error(sct_context_message(ctx.get()));
    return H(made);
}

int main(int argc, char **argv)
try {
    sct_context *bare = nullptr;
    if (argc != 2 || sct_context_new(&bare) != SCT_OK)
        return 1;
    context ctx(bare);
    std::ifstream file(argv[1], std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    auto inks = make<palette>(ctx, sct_palette_from_json, text.data(), text.size());
    auto ink = make<optics>(ctx, sct_palette_ink_optics, inks.get(), std::size_t{0});
    sct_heal_options options;
    sct_heal_options_init(&options);
    options.skin_lab = {65, 9.4, 15.8};
    options.ink = ink.get();
    auto answer = make<healed>(ctx, sct_heal, &options);
    sct_healed_info seen;
    if (sct_healed_describe(answer.get(), &seen) == SCT_OK)
        std::cout << "an area of dots has L* " << seen.area_lab.L << "\n";
    return 0;
} catch (const std::exception &e) {
    std::cout << e.what() << "\n";
    return 1;
}
