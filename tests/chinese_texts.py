"""Passages in Chinese, written for the tests: plain, mixed with Latin, punctuated, in both scripts."""

from __future__ import annotations

SIMPLIFIED = (
    "本合同自双方签字之日起生效，任何一方违约，应当向对方支付违约金。",
    "新款iPhone手机的电池可以用两天，A股上市公司随后公布了年报。",
    "钱学森在上海出生，后来到美国加州理工学院学习航空工程。",
    "北京大学图书馆收藏了大量古籍，周末也对市民开放。",
    "她的头发很长，理发师用了一个小时才剪完；后来皇后也请他去。",
    "公里与里面是两个不同的词：从这里到那里有三公里，盒子里面是空的。",
    "请用Python3编写脚本，再把API密钥存入.env文件，不要上传到GitHub。",
    "沈砚秋女士回复说，她将于下周三在重庆参加“开放数据”会议。",
    "乾隆年间的瓷器价格上涨，干燥的天气有利于保存木器。",
    "中华人民共和国宪法规定，公民有言论、出版、集会的自由。",
    "医生建议他每天散步三十分钟，少吃盐，多喝水。",
    "这家饭馆的红烧肉、清蒸鱼和酸辣汤都很有名，价格也便宜。",
    "数据库的索引太大会拖慢写入，所以我们只索引常用的列。",
    "山顶的瞭望台上，老人看着远处的湖水，一句话也没说。",
)
TRADITIONAL = (
    "臺灣的颱風季節從七月開始，漁民須準備足夠的麵粉與乾糧。",
    "她看著鐘樓後面的雲，想起裡面那把舊鑰匙和一頭長髮。",
    "著名的歷史學家鍾先生復述了這段回憶，並回覆了讀者來信。",
    "圖書館裡的電腦壞了，工程師發現是滑鼠與鍵盤的問題。",
)
WIDE = ("型号ＡＢ１２的说明书共３０页，请向ＩＢＭ公司索取。",)
ENGLISH = (
    "The indemnity clause of the agreement limits what either party owes.",
    "Artificial intelligence and machine learning are taught in the second year.",
)
EVERY = (*SIMPLIFIED, *TRADITIONAL, *WIDE, *ENGLISH)
PERSON = "沈砚秋"
"""Named in one of them, and in no list of words."""
