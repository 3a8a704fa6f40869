TEST_SUPPORT += tests/report/made_up.c tests/report/against.c
TOOLS += tests/report/fits.c
TESTS += tests/report/test_json.c tests/report/test_schema.c tests/report/test_read.c tests/report/test_overlay.c tests/report/test_page.c
TEST_SCRIPTS += tests/report/browser.sh
