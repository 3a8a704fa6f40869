SOURCES += engine/artist/artist_hand.c engine/artist/artist_json.c engine/artist/artist_learn.c engine/artist/artist_fit.c engine/artist/artist_marks.c engine/artist/artist_predict.c
