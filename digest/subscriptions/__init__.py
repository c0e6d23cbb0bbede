"""The reader's `feeds.toml`: what they follow, read in one go, edited so that their comments and order survive.

```toml
[[feeds]]
url = "https://news.example/feed.xml"   # or the path of a feed file or a folder of articles
title = "Example News"
tags = ["world"]
full_text = true                         # read each article's page as well
headers = { "X-Key" = "$NEWS_KEY" }      # "$NAME": from the environment
user = "me"
password = "$NEWS_PASSWORD"
```
"""

from __future__ import annotations

from digest.subscriptions.editing import FeedsFile as FeedsFile
from digest.subscriptions.reading import Subscriptions as Subscriptions
from digest.subscriptions.reading import load as load
from digest.subscriptions.sources import find as find
from digest.subscriptions.sources import is_web as is_web
from digest.subscriptions.sources import normal as normal
from digest.subscriptions.sources import source as source
from digest.subscriptions.sources import tag as tag
