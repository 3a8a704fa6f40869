TESTS += tests/card/test_card.c tests/card/test_card_tiers.c tests/card/test_card_readings.c tests/card/test_card_tags.c
TEST_SUPPORT += tests/card/card_print.c
TOOLS += tests/card/card_demo.c
TEST_SCRIPTS += tests/card/card_page.sh
