# Fuzz targets, here driven over seeds with damage that repeats exactly; `make fuzz` hands the same files to libFuzzer.
TESTS += tests/fuzz/fuzz_photo.c tests/fuzz/fuzz_profile.c tests/fuzz/fuzz_palette.c tests/fuzz/fuzz_chart.c tests/fuzz/fuzz_camera.c
TESTS += tests/fuzz/fuzz_shape.c tests/fuzz/fuzz_args.c tests/fuzz/fuzz_rank.c tests/fuzz/fuzz_match.c tests/fuzz/fuzz_record.c tests/fuzz/fuzz_kept.c
TESTS += tests/fuzz/fuzz_import.c tests/fuzz/fuzz_readings.c tests/fuzz/fuzz_list.c tests/fuzz/fuzz_calls.c tests/fuzz/fuzz_config.c
