"""Chinese: figures stand apart from characters in running text; tables and inputs have dates in figures alone."""

DATE_FORMAT = "Y 年 n 月 j 日"
YEAR_MONTH_FORMAT = "Y 年 n 月"
MONTH_DAY_FORMAT = "n 月 j 日"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "Y-m-d H:i"  # moments stand in tables and lists
SHORT_DATE_FORMAT = "Y-m-d"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y 年 %m 月 %d 日"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S"]
