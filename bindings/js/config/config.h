/* What libmd's configure step would write; its SHA-256 needs nothing of it. */
