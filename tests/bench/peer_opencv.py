"""The same job as people write it with OpenCV and scikit-image: a JPEG, one region, the nearest of 200 shades."""
import json
import sys

import cv2
import numpy as np
from skimage.color import deltaE_ciede2000, rgb2lab

photo, x, y, w, h, palette = sys.argv[1], *map(int, sys.argv[2:6]), sys.argv[6]
rgb = cv2.cvtColor(cv2.imread(photo), cv2.COLOR_BGR2RGB)[y:y + h, x:x + w] / 255.0
mean = rgb2lab(rgb, illuminant="D50").reshape(-1, 3).mean(axis=0)
shades = np.array([ink["colours"][0]["lab"] for ink in json.load(open(palette))["inks"]])
distances = deltaE_ciede2000(np.broadcast_to(mean, shades.shape), shades)
print(np.argsort(distances)[:5], np.sort(distances)[:5])
