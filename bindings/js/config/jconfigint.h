/* What libjpeg-turbo's configure step would write for itself. */
#define BUILD "scalptone"
#undef inline
#define INLINE inline __attribute__((always_inline))
#define THREAD_LOCAL
#define PACKAGE_NAME      "libjpeg-turbo"
#define VERSION           "2.1.5"
#define SIZEOF_SIZE_T     4
#define HAVE_BUILTIN_CTZL 1
#define FALLTHROUGH       __attribute__((fallthrough));
