SOURCES += engine/match/match_options.c engine/match/match_rank.c engine/match/match_scene.c engine/match/match_draw.c engine/match/match_shadow.c \
           engine/match/match_basis.c engine/match/match_blend.c engine/match/match_predict.c \
           engine/match/match_loss.c engine/match/match_candidates.c engine/match/match_recipe.c engine/match/match_order.c \
           engine/match/match_plan.c engine/match/match_assume.c engine/match/match_words.c
