TEST_SCRIPTS += tests/cli/diff.sh tests/cli/bad_input.sh tests/cli/pictures.sh tests/cli/batch.sh tests/cli/interrupt.sh tests/cli/heal.sh tests/cli/heal_vectors.sh tests/cli/examples.sh
