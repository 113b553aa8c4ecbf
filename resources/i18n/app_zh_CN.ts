<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ActiveFilters</name>
    <message>
        <source>Take this filter away</source>
        <translation>移除此筛选条件</translation>
    </message>
    <message>
        <source>Only stated relations</source>
        <translation>仅明确陈述的关系</translation>
    </message>
    <message>
        <source>from {date}</source>
        <translation>自 {date}</translation>
    </message>
    <message>
        <source>to {date}</source>
        <translation>至 {date}</translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation>位于 {folder}</translation>
    </message>
    <message>
        <source>at least {documents}</source>
        <extracomment>At least so many documents say it; {documents} is &quot;2 documents&quot;</extracomment>
        <translation>至少 {documents}</translation>
    </message>
</context>
<context>
    <name>Curation</name>
    <message>
        <source>“{one}” and “{other}” are one now.</source>
        <translation>“{one}”和“{other}”现在是同一个。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entit(ies) are one now.</source>
        <translation>
            <numerusform>%Ln 个实体现在是同一个。</numerusform>
        </translation>
    </message>
    <message>
        <source>It is called “{name}” now.</source>
        <translation>现在叫“{name}”。</translation>
    </message>
    <message>
        <source>“{name}” is of the kind “{kind}” now.</source>
        <translation>“{name}”的类型现在是“{kind}”。</translation>
    </message>
    <message>
        <source>“{name}” is another thing now.</source>
        <translation>“{name}”现在是另一个实体。</translation>
    </message>
    <message>
        <source>“{name}” is nothing now: it left the list and the graph.</source>
        <translation>“{name}”现在不是实体：已从列表和图谱中移除。</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>已撤销。</translation>
    </message>
</context>
<context>
    <name>DocumentAbout</name>
    <message>
        <source>Related</source>
        <translation>相关文档</translation>
    </message>
    <message>
        <source>Nothing related was found yet.</source>
        <translation>还没有找到相关文档。</translation>
    </message>
    <message>
        <source>Refers to</source>
        <translation>引用了</translation>
    </message>
    <message>
        <source>It refers to no document or file.</source>
        <translation>它没有引用任何文档或文件。</translation>
    </message>
    <message>
        <source>Referred to by</source>
        <translation>被引用于</translation>
    </message>
    <message>
        <source>No document refers to it.</source>
        <translation>没有文档引用它。</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>No dates, amounts, addresses or numbers were found in it.</source>
        <translation>其中没有找到日期、金额、地址或号码。</translation>
    </message>
</context>
<context>
    <name>DocumentPanel</name>
    <message>
        <source>Find in this document (Ctrl+F)</source>
        <translation>在文档中查找（Ctrl+F）</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>复制文本</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Show the text</source>
        <translation>显示文字</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Show the pages as they look</source>
        <translation>按原样显示页面</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>This document cannot be shown</source>
        <translation>无法显示此文档</translation>
    </message>
    <message>
        <source>What is in this document and around it</source>
        <translation>本文档的内容与关联</translation>
    </message>
    <message>
        <source>No document is open</source>
        <translation>没有打开的文档</translation>
    </message>
    <message>
        <source>Open one from a search, an entity or a folder.</source>
        <translation>可从搜索结果、实体或文件夹中打开。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s)</source>
        <translation>
            <numerusform>%Ln 页</numerusform>
        </translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <extracomment>How a date is written out, in the letters of QDate::toString: 5 September 1843</extracomment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Search for the selection</source>
        <translation>搜索所选文字</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>DocumentSide</name>
    <message>
        <source>Keywords</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>In this document</source>
        <translation>文中提及</translation>
    </message>
    <message>
        <source>No people, places or organisations were found here yet.</source>
        <translation>这里还没有发现人物、地点或机构。</translation>
    </message>
    <message>
        <source>Entities in this document</source>
        <translation>本文档中的实体</translation>
    </message>
    <message numerus="yes">
        <source>Show all %Ln</source>
        <translation>
            <numerusform>显示全部 %Ln 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EntitiesPanel</name>
    <message>
        <source>Entities</source>
        <translation>实体</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>Most mentioned</source>
        <translation>按提及次数</translation>
    </message>
    <message>
        <source>Most central</source>
        <translation>按中心程度</translation>
    </message>
    <message>
        <source>Names that may mean one thing, for you to decide</source>
        <translation>可能指同一事物的名称，由您决定</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Ctrl or Shift and a click choose several, to make them one.</source>
        <translation>按住 Ctrl 或 Shift 点击可选择多个，以便合并。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>the {n} most mentioned</source>
        <translation>提及最多的 {n} 个</translation>
    </message>
    <message>
        <source>the {n} most central</source>
        <translation>最中心的 {n} 个</translation>
    </message>
    <message>
        <source>No entity matches</source>
        <translation>没有匹配的实体</translation>
    </message>
    <message>
        <source>Try the start of a name, or all labels.</source>
        <translation>试试名称的开头，或选择全部类别。</translation>
    </message>
    <message>
        <source>Nobody here yet</source>
        <translation>这里还空着</translation>
    </message>
    <message>
        <source>People, places and organisations appear as Satchel reads your files.</source>
        <translation>书囊读过您的文件后，人物、地点和机构会陆续出现在这里。</translation>
    </message>
    <message>
        <source>Are these one? {n}</source>
        <translation>是同一个吗？{n}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entit(ies) chosen</source>
        <translation>
            <numerusform>已选择 %Ln 个实体</numerusform>
        </translation>
    </message>
    <message>
        <source>These are one</source>
        <translation>它们是同一个</translation>
    </message>
    <message>
        <source>Show in graph</source>
        <translation>在图谱中显示</translation>
    </message>
</context>
<context>
    <name>EntityChooser</name>
    <message>
        <source>Start of a name</source>
        <translation>名称的开头</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>实体</translation>
    </message>
    <message>
        <source>No other entity has a name that starts so.</source>
        <translation>没有其他实体的名称以此开头。</translation>
    </message>
</context>
<context>
    <name>EntityEditor</name>
    <message>
        <source>What kind of thing is it?</source>
        <translation>它是哪一类？</translation>
    </message>
    <message>
        <source>Which is the same thing?</source>
        <translation>哪一个与它相同？</translation>
    </message>
    <message>
        <source>Its names</source>
        <translation>它的名称</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>EntityHeader</name>
    <message>
        <source>Also {names}</source>
        <extracomment>Other names of an entity</extracomment>
        <translation>又称 {names}</translation>
    </message>
    <message>
        <source>Show in graph</source>
        <translation>在图谱中显示</translation>
    </message>
    <message>
        <source>Search for it</source>
        <translation>搜索它</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>更正</translation>
    </message>
    <message>
        <source>Rename, change kind, merge, part or remove it</source>
        <translation>改名、改类型、合并、拆分或移除</translation>
    </message>
    <message>
        <source>Nearest neighbours</source>
        <translation>最近的邻居</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Enter keeps the name, Escape leaves it as it was</source>
        <translation>回车保存名称，Esc 保持原样</translation>
    </message>
    <message>
        <source>Follow no more</source>
        <translation>取消关注</translation>
    </message>
    <message>
        <source>Follow: hear of new documents about it</source>
        <translation>关注：有新文档提到它时告知</translation>
    </message>
</context>
<context>
    <name>EntityMenu</name>
    <message>
        <source>Rename</source>
        <translation>改名</translation>
    </message>
    <message>
        <source>Change kind…</source>
        <translation>更改类型…</translation>
    </message>
    <message>
        <source>Merge with…</source>
        <translation>与其他实体合并…</translation>
    </message>
    <message>
        <source>Names…</source>
        <translation>名称…</translation>
    </message>
    <message>
        <source>This is nothing</source>
        <translation>这不是实体</translation>
    </message>
    <message>
        <source>Open “{name}”</source>
        <translation>打开“{name}”</translation>
    </message>
    <message>
        <source>Show in graph</source>
        <translation>在图谱中显示</translation>
    </message>
    <message>
        <source>Search for it</source>
        <translation>搜索它</translation>
    </message>
</context>
<context>
    <name>EntityPanel</name>
    <message>
        <source>Relations</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>Mentions</source>
        <translation>提及</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>事实</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>From imported graphs</source>
        <translation>来自导入的图谱</translation>
    </message>
    <message>
        <source>Related</source>
        <translation>相关</translation>
    </message>
    <message>
        <source>“{name}” is nothing now</source>
        <translation>“{name}”现在不是实体</translation>
    </message>
    <message>
        <source>It left the list and the graph. Undo brings it back.</source>
        <translation>它已从列表和图谱中移除。撤销即可恢复。</translation>
    </message>
    <message>
        <source>This entity cannot be shown</source>
        <translation>无法显示此实体</translation>
    </message>
    <message>
        <source>No entity is open</source>
        <translation>没有打开的实体</translation>
    </message>
    <message>
        <source>Pick an entity in the list or in a document.</source>
        <translation>可从列表或文档中选择一个实体。</translation>
    </message>
</context>
<context>
    <name>FacetColumn</name>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>Facets</name>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Spreadsheets</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Presentations</source>
        <translation>幻灯片</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>邮件</translation>
    </message>
    <message>
        <source>E-books</source>
        <translation>电子书</translation>
    </message>
    <message>
        <source>Web pages</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>笔记</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>LaTeX</source>
        <translation>LaTeX</translation>
    </message>
    <message>
        <source>Notebooks</source>
        <translation>交互式笔记本</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Videos</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>压缩包</translation>
    </message>
    <message>
        <source>Subtitles</source>
        <translation>字幕</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>图纸</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Fonts</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>mentions this person</source>
        <translation>提到此人</translation>
    </message>
    <message>
        <source>mentions this organisation</source>
        <translation>提到此机构</translation>
    </message>
    <message>
        <source>mentions this place</source>
        <translation>提到此地</translation>
    </message>
    <message>
        <source>mentions this, whatever it is</source>
        <translation>提到此名称，不限类别</translation>
    </message>
    <message>
        <source>mentions anything of this kind</source>
        <translation>提到此类实体</translation>
    </message>
    <message>
        <source>what kind of file</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <source>in this folder</source>
        <translation>在此文件夹中</translation>
    </message>
    <message>
        <source>older than this day</source>
        <translation>早于这一天</translation>
    </message>
    <message>
        <source>this day or later</source>
        <translation>这一天或以后</translation>
    </message>
    <message>
        <source>on this day, or in this month or year</source>
        <translation>当天、当月或当年</translation>
    </message>
    <message>
        <source>written in this language</source>
        <translation>用此语言写成</translation>
    </message>
    <message>
        <source>words in the file’s name</source>
        <translation>文件名中的词</translation>
    </message>
    <message>
        <source>words in the title</source>
        <translation>标题中的词</translation>
    </message>
    <message>
        <source>written by</source>
        <translation>作者是</translation>
    </message>
    <message>
        <source>larger or smaller than</source>
        <translation>大于或小于</translation>
    </message>
    <message>
        <source>carries this tag</source>
        <translation>带有此标签</translation>
    </message>
</context>
<context>
    <name>FactTable</name>
    <message numerus="yes">
        <source>Show %Ln more</source>
        <translation>
            <numerusform>再显示 %Ln 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Sources disagree</source>
        <translation>来源不一致</translation>
    </message>
</context>
<context>
    <name>FileDetail</name>
    <message>
        <source>looked at {time}</source>
        <translation>{time} 查看过</translation>
    </message>
    <message>
        <source>The chosen file</source>
        <translation>选中的文件</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Not in this document</source>
        <translation>本文档中没有</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <extracomment>Which of the places found is shown: &quot;3 of 17&quot;</extracomment>
        <translation>{n} / {total}</translation>
    </message>
    <message>
        <source>Find in this document</source>
        <translation>在文档中查找</translation>
    </message>
    <message>
        <source>Previous find (Shift+Enter)</source>
        <translation>上一处（Shift+Enter）</translation>
    </message>
    <message>
        <source>Next find (Enter)</source>
        <translation>下一处（Enter）</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
</context>
<context>
    <name>FolderCard</name>
    <message>
        <source>Offline; what was read is kept</source>
        <translation>未连接；已读内容会保留</translation>
    </message>
    <message>
        <source>{done} of {total} files read</source>
        <translation>已读 {done} / {total} 个文件</translation>
    </message>
    <message>
        <source>Stop reading this folder? Its files stay exactly as they are; only what Satchel read of them is forgotten. You can add it again at any time.</source>
        <translation>不再读取这个文件夹？其中的文件原封不动，书囊只会忘掉读到的内容。您可以随时再次添加。</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>不再读取</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Stop reading this folder</source>
        <translation>不再读取这个文件夹</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>FolderChoice</name>
    <message>
        <source>Choose a folder to read</source>
        <translation>选择要读取的文件夹</translation>
    </message>
</context>
<context>
    <name>FoldersPanel</name>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Compare every folder with the library now (F5)</source>
        <translation>立即将所有文件夹与书库核对（F5）</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Or drop a folder here</source>
        <translation>也可将文件夹拖到这里</translation>
    </message>
    <message>
        <source>Choose folders to begin</source>
        <translation>先选择文件夹</translation>
    </message>
    <message>
        <source>Pick folders, or drop them here. Satchel only reads; your files are never changed.</source>
        <translation>选择文件夹，或直接拖到这里。书囊只读不写，绝不改动您的文件。</translation>
    </message>
    <message>
        <source>Choose folders…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Try the sample library</source>
        <translation>试用示例资料</translation>
    </message>
</context>
<context>
    <name>GraphChoice</name>
    <message>
        <source>Expand</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Collapse</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Unpin</source>
        <extracomment>Keep a node of the graph where it is, whatever is filtered or begun again</extracomment>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
</context>
<context>
    <name>GraphExport</name>
    <message>
        <source>Gephi (GEXF)</source>
        <translation>Gephi（GEXF）</translation>
    </message>
    <message>
        <source>GraphML</source>
        <translation>GraphML</translation>
    </message>
    <message>
        <source>Obsidian notes</source>
        <translation>Obsidian 笔记</translation>
    </message>
    <message>
        <source>Spreadsheets (CSV)</source>
        <translation>电子表格（CSV）</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Neo4j import (CSV)</source>
        <translation>Neo4j 导入（CSV）</translation>
    </message>
    <message>
        <source>Neo4j script (Cypher)</source>
        <translation>Neo4j 脚本（Cypher）</translation>
    </message>
    <message>
        <source>Linked data (JSON-LD)</source>
        <translation>关联数据（JSON-LD）</translation>
    </message>
    <message>
        <source>Linked data (Turtle)</source>
        <translation>关联数据（Turtle）</translation>
    </message>
    <message>
        <source>Linked data (N-Triples)</source>
        <translation>关联数据（N-Triples）</translation>
    </message>
    <message>
        <source>Picture (PNG)</source>
        <translation>图片（PNG）</translation>
    </message>
    <message>
        <source>Picture to edit (SVG)</source>
        <translation>可编辑的图片（SVG）</translation>
    </message>
    <message>
        <source>Where to write it</source>
        <translation>保存位置</translation>
    </message>
    <message>
        <source>Make a folder for it in</source>
        <translation>在此处新建文件夹</translation>
    </message>
</context>
<context>
    <name>GraphExportBar</name>
    <message>
        <source>For</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>For which program</source>
        <translation>用于哪个程序</translation>
    </message>
    <message>
        <source>What to export</source>
        <translation>导出哪些内容</translation>
    </message>
    <message>
        <source>Choose a place …</source>
        <translation>选择位置…</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>What is shown ({entities})</source>
        <translation>当前显示的内容（{entities}）</translation>
    </message>
    <message>
        <source>Around {name}</source>
        <translation>{name} 周围</translation>
    </message>
</context>
<context>
    <name>GraphFilterBar</name>
    <message>
        <source>Only stated relations</source>
        <translation>仅明确陈述的关系</translation>
    </message>
    <message>
        <source>Leave out pairs that merely appear in the same sentence</source>
        <translation>略去仅在同一句中出现的实体对</translation>
    </message>
    <message>
        <source>From</source>
        <translation>自</translation>
    </message>
    <message>
        <source>To</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Documents at least</source>
        <translation>最少文档数</translation>
    </message>
    <message>
        <source>A year, month or day: 2020, 2020-05 or 2020-05-17</source>
        <translation>年、月或日：2020、2020-05 或 2020-05-17</translation>
    </message>
    <message>
        <source>From date</source>
        <translation>起始日期</translation>
    </message>
    <message>
        <source>To date</source>
        <translation>截止日期</translation>
    </message>
    <message>
        <source>2020-05</source>
        <translation>2020-05</translation>
    </message>
    <message>
        <source>How many documents must say it of the two</source>
        <translation>至少有多少份文档如此陈述二者</translation>
    </message>
    <message>
        <source>All folders</source>
        <translation>所有文件夹</translation>
    </message>
    <message>
        <source>Another folder …</source>
        <translation>其他文件夹…</translation>
    </message>
    <message>
        <source>Only documents in this folder</source>
        <translation>仅此文件夹中的文档</translation>
    </message>
</context>
<context>
    <name>GraphImports</name>
    <message>
        <source>Imported graphs</source>
        <translation>已导入的图谱</translation>
    </message>
    <message>
        <source>Import …</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Take in GraphML or CSV; it stands beside what your files say.</source>
        <translation>可导入 GraphML 或 CSV，与您文件中的内容并列显示。</translation>
    </message>
    <message>
        <source>Forget {name}?</source>
        <translation>要移除 {name} 吗？</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Forget this graph</source>
        <translation>移除此图谱</translation>
    </message>
    <message>
        <source>Graphs</source>
        <translation>图谱</translation>
    </message>
    <message>
        <source>Import a graph</source>
        <translation>导入图谱</translation>
    </message>
</context>
<context>
    <name>GraphPage</name>
    <message numerus="yes">
        <source>Show %Ln hidden</source>
        <translation>
            <numerusform>显示隐藏的 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>放大（+）</translation>
    </message>
    <message>
        <source>Zoom out (-)</source>
        <translation>缩小（-）</translation>
    </message>
    <message>
        <source>Show all of it (F)</source>
        <translation>显示全部（F）</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>The whole graph</source>
        <translation>整个图谱</translation>
    </message>
    <message>
        <source>Graph. Arrow keys go from node to node, Enter opens, E expands, C collapses, H hides, P pins, F shows all.</source>
        <translation>知识图谱。方向键在节点间移动，Enter 打开，E 展开，C 收起，H 隐藏，P 固定，F 显示全部。</translation>
    </message>
    <message>
        <source>Communities. Arrow keys go from one to another, Enter opens, F shows all.</source>
        <translation>群组。方向键在群组间移动，Enter 打开，F 显示全部。</translation>
    </message>
</context>
<context>
    <name>GraphPanel</name>
    <message>
        <source>Nothing fits these filters. Take some away.</source>
        <translation>没有符合这些筛选条件的内容，请移除一些条件。</translation>
    </message>
    <message>
        <source>The whole graph</source>
        <translation>整个图谱</translation>
    </message>
    <message>
        <source>This graph cannot be shown</source>
        <translation>无法显示此图谱</translation>
    </message>
    <message>
        <source>Choose folders</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>See how things hang together</source>
        <translation>看看事物如何相连</translation>
    </message>
    <message>
        <source>As Satchel reads your files, people, places and organisations gather here in groups. Open one to see who has to do with whom, and which sentence says so.</source>
        <translation>书囊读取文件时，人物、地点和组织会在此汇聚成群组。打开一个群组，即可看到谁与谁有关，以及出自哪句话。</translation>
    </message>
    <message numerus="yes">
        <source>The %Ln nearest are shown. Hide some or begin again to see others.</source>
        <extracomment>The graph holds as many nodes as can be read; %Ln is that number</extracomment>
        <translation>
            <numerusform>已显示最近的 %Ln 个。隐藏一些或重新开始，即可看到其他实体。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} and %Ln other(s)</source>
        <translation>
            <numerusform>{name}及另外 %Ln 个实体</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GraphPathBar</name>
    <message>
        <source>to</source>
        <extracomment>Between the two ends of a path: from A to B</extracomment>
        <translation>到</translation>
    </message>
    <message>
        <source>From entity</source>
        <translation>起点实体</translation>
    </message>
    <message>
        <source>To entity</source>
        <translation>终点实体</translation>
    </message>
    <message>
        <source>Shortest</source>
        <translation>最短</translation>
    </message>
    <message>
        <source>Most evidenced</source>
        <translation>证据最多</translation>
    </message>
    <message>
        <source>directly</source>
        <extracomment>Two entities hang together with none between them</extracomment>
        <translation>直接相连</translation>
    </message>
    <message>
        <source>via {names}</source>
        <translation>经由 {names}</translation>
    </message>
    <message>
        <source>Choose two different entities.</source>
        <translation>请选择两个不同的实体。</translation>
    </message>
    <message>
        <source>Choose two entities to see what leads from one to the other.</source>
        <translation>选择两个实体，查看它们如何相连。</translation>
    </message>
    <message numerus="yes">
        <source>No path of at most %Ln step(s) joins them.</source>
        <translation>
            <numerusform>二者之间没有不超过 %Ln 步的路径。</numerusform>
        </translation>
    </message>
    <message>
        <source>Take filters away to look further.</source>
        <translation>移除筛选条件可扩大查找范围。</translation>
    </message>
    <message>
        <source>Nothing in your files connects the two yet.</source>
        <translation>您的文件中还没有内容将二者联系起来。</translation>
    </message>
</context>
<context>
    <name>GraphSide</name>
    <message>
        <source>Also {names}</source>
        <translation>又名：{names}</translation>
    </message>
    <message>
        <source>Mentioned in</source>
        <translation>提及于</translation>
    </message>
    <message>
        <source>Looking for the evidence …</source>
        <translation>正在查找依据…</translation>
    </message>
    <message>
        <source>No evidence is left for this.</source>
        <translation>已没有依据。</translation>
    </message>
    <message numerus="yes">
        <source>All %Ln piece(s) of evidence</source>
        <translation>
            <numerusform>全部 %Ln 条证据</numerusform>
        </translation>
    </message>
    <message>
        <source>Click a name or a line to see what stands behind it. Double-click brings more neighbours.</source>
        <translation>点击名称或连线查看其依据，双击展开更多邻居。</translation>
    </message>
    <message>
        <source>All in this graph</source>
        <translation>图中全部</translation>
    </message>
    <message>
        <source>Entities in this graph</source>
        <translation>图中的实体</translation>
    </message>
    <message>
        <source>Unpin</source>
        <extracomment>Keep a node of the graph where it is, whatever is filtered or begun again</extracomment>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Collapse</source>
        <extracomment>Put away what hangs on a node of the graph</extracomment>
        <translation>收起</translation>
    </message>
    <message>
        <source>Hide</source>
        <extracomment>Put a node of the graph away</extracomment>
        <translation>隐藏</translation>
    </message>
</context>
<context>
    <name>GraphTools</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Choose which relations count</source>
        <translation>选择计入哪些关系</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Find what leads from one entity to another</source>
        <translation>查找两个实体之间的联系</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Carry the graph to another program, or keep a picture</source>
        <translation>将图谱导出到其他程序，或保存为图片</translation>
    </message>
</context>
<context>
    <name>GraphView</name>
    <message>
        <source>pinned</source>
        <translation>已固定</translation>
    </message>
</context>
<context>
    <name>GrowthChart</name>
    <message>
        <source>New entities by the date of the documents</source>
        <translation>按文档日期统计的新实体</translation>
    </message>
    <message>
        <source>new: {entities}</source>
        <extracomment>What the documents of a time brought: {entities} is &quot;12 entities&quot;</extracomment>
        <translation>新增：{entities}</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>What you did in this library. It stands in the library file and nowhere else; what you erase is overwritten there and cannot be brought back.</source>
        <translation>您在此书库中做过的事。它只存放在书库文件里；抹除的内容会在文件中被覆盖，无法恢复。</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Erase…</source>
        <translation>抹除…</translation>
    </message>
    <message>
        <source>Erase for good</source>
        <translation>永久抹除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Erase the whole history? It is overwritten in the library file and cannot be brought back.</source>
        <translation>要抹除全部历史记录吗？它会在书库文件中被覆盖，无法恢复。</translation>
    </message>
    <message>
        <source>Erase everything since {time}? It is overwritten in the library file and cannot be brought back.</source>
        <translation>要抹除 {time} 以来的全部记录吗？它们会在书库文件中被覆盖，无法恢复。</translation>
    </message>
    <message>
        <source>Of the last hour…</source>
        <translation>最近一小时的…</translation>
    </message>
    <message>
        <source>Of today…</source>
        <translation>今天的…</translation>
    </message>
    <message>
        <source>Of the last seven days…</source>
        <translation>最近七天的…</translation>
    </message>
    <message>
        <source>Everything…</source>
        <translation>全部…</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>没有匹配的记录</translation>
    </message>
    <message>
        <source>Try other words, or all kinds.</source>
        <translation>请换用其他词语，或查看全部类型。</translation>
    </message>
    <message>
        <source>Nothing is remembered</source>
        <translation>没有任何记录</translation>
    </message>
    <message>
        <source>What you open, search, look at and correct stands here while the history is kept.</source>
        <translation>保留历史记录时，您打开、搜索、查看和更正的内容会列在这里。</translation>
    </message>
    <message>
        <source>no longer in the library</source>
        <translation>已不在书库中</translation>
    </message>
    <message>
        <source>Erase this line for good</source>
        <translation>永久抹除这一条</translation>
    </message>
    <message>
        <source>Erase “{name}” for good</source>
        <translation>永久抹除“{name}”</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Searched</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>更正</translation>
    </message>
</context>
<context>
    <name>HitDelegate</name>
    <message>
        <source>The name of the file matches.</source>
        <translation>文件名匹配。</translation>
    </message>
</context>
<context>
    <name>HitList</name>
    <message>
        <source>Hits</source>
        <translation>搜索结果</translation>
    </message>
</context>
<context>
    <name>HitsPage</name>
    <message>
        <source>More hits</source>
        <translation>更多结果</translation>
    </message>
</context>
<context>
    <name>HomeFeed</name>
    <message>
        <source>Worth opening</source>
        <translation>值得一看</translation>
    </message>
    <message>
        <source>Opened lately</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>最新动态</translation>
    </message>
    <message>
        <source>History is switched off, so these do not come from what you do, but from what you follow, your newest files and what much of your library is about.</source>
        <translation>历史记录已关闭，因此这些推荐与您的操作无关，而是来自您关注的内容、最新的文件以及书库的主要内容。</translation>
    </message>
    <message>
        <source>History settings</source>
        <translation>历史记录设置</translation>
    </message>
    <message>
        <source>Mark all as seen</source>
        <translation>全部标为已看</translation>
    </message>
    <message>
        <source>As you open documents and search, Satchel suggests what belongs with them, and says why.</source>
        <translation>随着您打开文档和搜索，书囊会推荐与之相关的文档，并说明理由。</translation>
    </message>
    <message>
        <source>The documents that you open stand here, to go back to.</source>
        <translation>您打开过的文档会列在这里，方便再次查看。</translation>
    </message>
    <message>
        <source>Nothing new in what you follow or in your saved searches.</source>
        <translation>您关注的内容和保存的搜索没有新动态。</translation>
    </message>
    <message>
        <source>Follow a person, an organisation or a place on its page, or save a search: documents that come in about it are shown here.</source>
        <translation>在人物、机构或地点的页面上关注它，或保存一个搜索：新增的相关文档会显示在这里。</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message numerus="yes">
        <source>%Ln file(s) waiting</source>
        <translation>
            <numerusform>%Ln 个文件等待处理</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be read</source>
        <translation>
            <numerusform>%Ln 个文件无法读取</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) read in part</source>
        <translation>
            <numerusform>%Ln 个文件只读取了一部分</numerusform>
        </translation>
    </message>
    <message>
        <source>Every file is read</source>
        <translation>所有文件均已读取</translation>
    </message>
    <message>
        <source>Recent searches</source>
        <translation>最近的搜索</translation>
    </message>
    <message>
        <source>documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>passages</source>
        <translation>段落</translation>
    </message>
    <message>
        <source>entities</source>
        <translation>实体</translation>
    </message>
    <message>
        <source>relations</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>People, places, organisations</source>
        <translation>人物、地点与机构</translation>
    </message>
    <message>
        <source>Everyone and everything your files mention</source>
        <translation>您的文件里提到的人与事物</translation>
    </message>
    <message>
        <source>The graph</source>
        <translation>知识图谱</translation>
    </message>
    <message>
        <source>See how they are connected, and why</source>
        <translation>看它们如何相连，依据何在</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>What is read, what is not, and the reason</source>
        <translation>已读、未读及其原因</translation>
    </message>
    <message>
        <source>Go to the folders and their files</source>
        <translation>查看文件夹及其文件</translation>
    </message>
</context>
<context>
    <name>ImportedCard</name>
    <message numerus="yes">
        <source>Show all %Ln</source>
        <translation>
            <numerusform>显示全部 %Ln 条</numerusform>
        </translation>
    </message>
    <message>
        <source>imported from {file}</source>
        <translation>导入自 {file}</translation>
    </message>
</context>
<context>
    <name>KeywordChips</name>
    <message>
        <source>Search for “{keyword}”</source>
        <translation>搜索“{keyword}”</translation>
    </message>
</context>
<context>
    <name>KindForm</name>
    <message>
        <source>Another kind, in your words</source>
        <translation>其他类型，请自行填写</translation>
    </message>
</context>
<context>
    <name>LedgerModel</name>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>修改日期</translation>
    </message>
</context>
<context>
    <name>LedgerPanel</name>
    <message>
        <source>All {n}</source>
        <translation>全部 {n}</translation>
    </message>
    <message>
        <source>Filter by path</source>
        <translation>按路径筛选</translation>
    </message>
    <message>
        <source>No file here</source>
        <translation>没有文件</translation>
    </message>
    <message>
        <source>No file has this status and path.</source>
        <translation>没有符合该状态和路径的文件。</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>没有等待的文件</translation>
    </message>
    <message>
        <source>Every file has been looked at.</source>
        <translation>所有文件都已查看过。</translation>
    </message>
    <message>
        <source>Nothing read yet</source>
        <translation>还没有读过的文件</translation>
    </message>
    <message>
        <source>Files appear here once read.</source>
        <translation>文件读完后会出现在这里。</translation>
    </message>
    <message>
        <source>Nothing is partial</source>
        <translation>没有部分收录的文件</translation>
    </message>
    <message>
        <source>What could be read was read to its end.</source>
        <translation>能读的文件都读到了末尾。</translation>
    </message>
    <message>
        <source>Nothing failed</source>
        <translation>没有失败的文件</translation>
    </message>
    <message>
        <source>Every file could be read.</source>
        <translation>所有文件都能读取。</translation>
    </message>
    <message>
        <source>Nothing is ignored</source>
        <translation>没有略过的文件</translation>
    </message>
    <message>
        <source>No rule leaves a file out.</source>
        <translation>没有规则略过任何文件。</translation>
    </message>
    <message>
        <source>The folders hold no file that Satchel may see.</source>
        <translation>文件夹里没有书囊可以查看的文件。</translation>
    </message>
    <message>
        <source>Read {n} again</source>
        <translation>重读 {n} 个文件</translation>
    </message>
    <message>
        <source>Retry all failed</source>
        <translation>重试所有失败的</translation>
    </message>
</context>
<context>
    <name>LedgerView</name>
    <message>
        <source>Every file and its status</source>
        <translation>所有文件及其状态</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Copy reason</source>
        <translation>复制原因</translation>
    </message>
</context>
<context>
    <name>LinkList</name>
    <message>
        <source>No such document here</source>
        <translation>书库中没有此文档</translation>
    </message>
    <message>
        <source>Show where the text refers to it</source>
        <translation>显示文中引用它的位置</translation>
    </message>
</context>
<context>
    <name>LongColumn</name>
    <message numerus="yes">
        <source>Show more (%Ln left)</source>
        <translation>
            <numerusform>显示更多（还有 %Ln 处）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Satchel</source>
        <translation>书囊</translation>
    </message>
</context>
<context>
    <name>MentionCards</name>
    <message numerus="yes">
        <source>Show more (%Ln left)</source>
        <translation>
            <numerusform>显示更多（还有 %Ln 处）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MentionText</name>
    <message>
        <source>{n} %</source>
        <translation>{n}%</translation>
    </message>
</context>
<context>
    <name>MergesPanel</name>
    <message>
        <source>Entities</source>
        <translation>实体</translation>
    </message>
    <message>
        <source>Are these one?</source>
        <translation>它们是同一个吗？</translation>
    </message>
    <message>
        <source>Yes, one (Y)</source>
        <translation>是同一个 (Y)</translation>
    </message>
    <message>
        <source>No, two (N)</source>
        <translation>不是 (N)</translation>
    </message>
    <message>
        <source>Later (S)</source>
        <translation>以后再说 (S)</translation>
    </message>
    <message>
        <source>Undo (U)</source>
        <translation>撤销 (U)</translation>
    </message>
    <message>
        <source>Y or Enter: one. N: two. S or →: later. U: undo.</source>
        <translation>Y 或回车：同一个。N：不是。S 或 →：以后再说。U：撤销。</translation>
    </message>
    <message>
        <source>Go through what was left for later</source>
        <translation>查看留待以后的</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>第 {n} 个，共 {all} 个</translation>
    </message>
    <message>
        <source>All looked at</source>
        <translation>全部看完了</translation>
    </message>
    <message>
        <source>Nothing is left. U takes back the last answer.</source>
        <translation>没有剩下的了。按 U 撤销上一个回答。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln left for later. U takes back the last answer.</source>
        <translation>
            <numerusform>%Ln 个留待以后。按 U 撤销上一个回答。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing looks as if it were one</source>
        <translation>没有看起来相同的实体</translation>
    </message>
    <message>
        <source>Where two names may mean one thing but that is not sure, as T. Okafor and Thomas Okafor, Satchel asks here before it joins them. Every answer can be undone.</source>
        <translation>当两个名称可能指同一事物但并不确定时（例如“欧阳修”和“Ouyang Xiu”），Satchel 会在合并之前先在这里询问您。每个回答都可以撤销。</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>NamesForm</name>
    <message>
        <source>These names were drawn together. Tick those that mean something else.</source>
        <translation>这些名称被归为同一个实体。请勾选其中指别的事物的名称。</translation>
    </message>
    <message>
        <source>It goes by one name only: there is nothing to part.</source>
        <translation>它只有一个名称，没有可以拆分的。</translation>
    </message>
    <message>
        <source>These are another thing</source>
        <translation>这些是另一个实体</translation>
    </message>
</context>
<context>
    <name>NewsList</name>
    <message numerus="yes">
        <source>%Ln new document(s)</source>
        <translation>
            <numerusform>%Ln 个新文档</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewSide</name>
    <message numerus="yes">
        <source>%Ln communit(ies)</source>
        <translation>
            <numerusform>%Ln 个群组</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s)</source>
        <translation>
            <numerusform>%Ln 对</numerusform>
        </translation>
    </message>
    <message>
        <source>Groups that have more to do with each other than with the rest. Click one to open it.</source>
        <translation>组内实体彼此联系较多，与其他实体联系较少。单击可打开。</translation>
    </message>
    <message>
        <source>Communities</source>
        <translation>群组</translation>
    </message>
    <message>
        <source>New entities by the date of the documents</source>
        <translation>按文档日期统计的新实体</translation>
    </message>
</context>
<context>
    <name>PageKind</name>
    <message>
        <source>Read by OCR</source>
        <translation>由 OCR 识别</translation>
    </message>
    <message>
        <source>Written down from a recording</source>
        <translation>由录音转写</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+−)</source>
        <translation>缩小 (Ctrl+−)</translation>
    </message>
    <message>
        <source>Fit the width (Ctrl+0)</source>
        <translation>适合宽度 (Ctrl+0)</translation>
    </message>
    <message>
        <source>Larger (Ctrl++)</source>
        <translation>放大 (Ctrl++)</translation>
    </message>
    <message>
        <source>Page number</source>
        <translation>页码</translation>
    </message>
    <message>
        <source>The text was read off the picture of this page; a letter may be wrong here and there.</source>
        <translation>本页文字是从图像中识别出来的，个别字可能有误。</translation>
    </message>
    <message>
        <source>of {total}</source>
        <extracomment>Behind the box that holds the number of the page in sight: &quot;3&quot; &quot;of 12&quot;</extracomment>
        <translation>/ {total} 页</translation>
    </message>
</context>
<context>
    <name>PassagePreview</name>
    <message>
        <source>Only the name of this file matches. Its text is not in the library.</source>
        <translation>只有文件名匹配，其正文不在书库中。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the document here (Enter)</source>
        <translation>从此处打开文档（Enter）</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Copy the passage</source>
        <translation>复制这一段</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Show the page as it looks</source>
        <translation>按原样显示页面</translation>
    </message>
</context>
<context>
    <name>ProposalCard</name>
    <message>
        <source>Also {names}</source>
        <translation>又称 {names}</translation>
    </message>
    <message>
        <source>Open its dossier</source>
        <translation>打开它的档案</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Screens</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>Earlier text</source>
        <translation>前面的内容</translation>
    </message>
    <message>
        <source>Later text</source>
        <translation>后面的内容</translation>
    </message>
    <message>
        <source>Text of the document</source>
        <translation>文档正文</translation>
    </message>
</context>
<context>
    <name>RelationCards</name>
    <message numerus="yes">
        <source>Show all %Ln</source>
        <translation>
            <numerusform>显示全部 %Ln 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultBar</name>
    <message>
        <source>Best match</source>
        <translation>最相关</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新在前</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>最早在前</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>最大在前</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Order of the hits</source>
        <translation>结果的排序</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Narrow down by type, date, folder, people and more</source>
        <translation>按类型、日期、文件夹、人物等缩小范围</translation>
    </message>
    <message>
        <source>Remove the filter {part}</source>
        <translation>移除筛选条件 {part}</translation>
    </message>
</context>
<context>
    <name>SavedSearches</name>
    <message>
        <source>Saved searches</source>
        <translation>已存搜索</translation>
    </message>
    <message>
        <source>Name of this search</source>
        <translation>此搜索的名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>保存此搜索</translation>
    </message>
    <message>
        <source>“{name}” was removed.</source>
        <translation>已移除“{name}”。</translation>
    </message>
    <message>
        <source>This search is saved as “{name}”.</source>
        <translation>此搜索已保存为“{name}”。</translation>
    </message>
    <message>
        <source>Nothing saved yet. Save a search to see later what is new in it.</source>
        <translation>尚未保存任何搜索。保存后，可随时查看其中的新内容。</translation>
    </message>
    <message>
        <source>Rename “{name}”</source>
        <translation>重命名“{name}”</translation>
    </message>
    <message>
        <source>Remove “{name}”</source>
        <translation>移除“{name}”</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Search words, names or what you remember: contract type:pdf after:2024</source>
        <translation>搜索词语、人名或您记得的内容：合同 类型:pdf 之后:2024</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>SearchCompletion</name>
    <message>
        <source>Suggestions</source>
        <translation>建议</translation>
    </message>
</context>
<context>
    <name>SearchNotices</name>
    <message>
        <source>Did you mean</source>
        <translation>您要找的是不是</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>“{text}”</translation>
    </message>
    <message>
        <source>Showing {meant} for “{asked}”.</source>
        <translation>已将“{asked}”作为{meant}搜索。</translation>
    </message>
    <message>
        <source>Also showing {meant}.</source>
        <translation>同时显示{meant}。</translation>
    </message>
    <message>
        <source>Search for “{asked}”</source>
        <translation>搜索“{asked}”</translation>
    </message>
    <message>
        <source>Only “{asked}”</source>
        <translation>仅搜索“{asked}”</translation>
    </message>
</context>
<context>
    <name>SearchPanel</name>
    <message>
        <source>What are you looking for?</source>
        <translation>想找什么？</translation>
    </message>
    <message>
        <source>Nothing leaves this computer, and your files are never changed.</source>
        <translation>一切都留在这台电脑上，您的文件绝不会被改动。</translation>
    </message>
    <message>
        <source>Choose folders to begin</source>
        <translation>先选择文件夹</translation>
    </message>
    <message>
        <source>Satchel reads what is in them, on this computer, and makes it searchable by words and by meaning. Your files stay as they are.</source>
        <translation>书囊就在这台电脑上阅读其中的内容，让您既能按词语、也能按含义搜索。您的文件保持原样。</translation>
    </message>
    <message>
        <source>Choose folders…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Read {name}</source>
        <translation>读取“{name}”</translation>
    </message>
    <message>
        <source>Try the sample library</source>
        <translation>试用示例资料</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Try fewer or other words, or describe what it was about: meaning is searched too.</source>
        <translation>试试减少或更换词语，或者描述大意：书囊也会按含义搜索。</translation>
    </message>
    <message>
        <source>See what has been read</source>
        <translation>查看已读内容</translation>
    </message>
    <message>
        <source>{hits} in {ms} ms</source>
        <translation>{hits}，用时 {ms} 毫秒</translation>
    </message>
    <message>
        <source>The first {hits}, in {ms} ms</source>
        <translation>前 {hits}，用时 {ms} 毫秒</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已折叠</translation>
    </message>
</context>
<context>
    <name>SettingLine</name>
    <message>
        <source>Takes effect at the next start of Satchel.</source>
        <translation>下次启动书囊时生效。</translation>
    </message>
    <message>
        <source>From {least} to {most}</source>
        <translation>{least} 到 {most}</translation>
    </message>
    <message>
        <source>Back to the default: {value}</source>
        <translation>恢复默认值：{value}</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Largest file</source>
        <translation>最大的文件</translation>
    </message>
    <message>
        <source>Larger ones are found by their name only.</source>
        <translation>更大的文件只能按名称找到。</translation>
    </message>
    <message>
        <source>Most pages of a document</source>
        <translation>每个文档最多读取的页数</translation>
    </message>
    <message>
        <source>What comes after them is left out; the file is listed as partial.</source>
        <translation>之后的内容会略去，文件列为“部分收录”。</translation>
    </message>
    <message>
        <source>pages</source>
        <translation>页</translation>
    </message>
    <message>
        <source>Longest time for a file</source>
        <translation>读取一个文件的最长时间</translation>
    </message>
    <message>
        <source>Reading stops then. Large files are given more.</source>
        <translation>到时停止读取；大文件可以用更多时间。</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Read hidden files</source>
        <translation>读取隐藏文件</translation>
    </message>
    <message>
        <source>Files and folders that your system hides, most of them programs&apos; own.</source>
        <translation>系统隐藏的文件和文件夹，多半是程序自己的。</translation>
    </message>
    <message>
        <source>Read text in pictures</source>
        <translation>识别图片中的文字</translation>
    </message>
    <message>
        <source>Scans and photos, a few seconds a page, when all else is done.</source>
        <translation>扫描件与照片，每页几秒，在其他工作之后进行。</translation>
    </message>
    <message>
        <source>In all files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>In PDF files only</source>
        <translation>仅 PDF 文件</translation>
    </message>
    <message>
        <source>Compare every folder after</source>
        <translation>核对所有文件夹的间隔</translation>
    </message>
    <message>
        <source>Most changes are noticed at once; this finds the others.</source>
        <translation>大多数改动会立即发现，其余的由核对找出。</translation>
    </message>
    <message>
        <source>Files read at the same time</source>
        <translation>同时读取的文件数</translation>
    </message>
    <message>
        <source>More is faster and takes more memory.</source>
        <translation>越多越快，占用的内存也越多。</translation>
    </message>
    <message>
        <source>On battery</source>
        <translation>使用电池时</translation>
    </message>
    <message>
        <source>How reading goes on while the computer is not plugged in.</source>
        <translation>电脑没有接通电源时如何读取。</translation>
    </message>
    <message>
        <source>Full speed</source>
        <translation>全速</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>放慢</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Pause when the battery is below</source>
        <translation>电量低于此值时暂停</translation>
    </message>
    <message>
        <source>Reading goes on when the computer is plugged in.</source>
        <translation>接通电源后继续读取。</translation>
    </message>
    <message>
        <source>Keep a history</source>
        <translation>保留历史记录</translation>
    </message>
    <message>
        <source>What you open, search, look at and correct. Home suggests from it. Switched off, nothing is added and nothing of it is used.</source>
        <translation>您打开、搜索、查看和更正的内容，首页据此推荐。关闭后不再新增，已有的也不再使用。</translation>
    </message>
    <message>
        <source>Erase it after</source>
        <translation>自动抹除时限</translation>
    </message>
    <message>
        <source>What is older goes from the library file by itself.</source>
        <translation>更早的记录会自动从书库文件中抹除。</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Slow down when other programs take more than</source>
        <translation>其他程序占用超过此值时放慢</translation>
    </message>
    <message>
        <source>Of all processor cores together; 100 % means never.</source>
        <translation>按全部处理器核心合计；100 % 表示从不放慢。</translation>
    </message>
    <message>
        <source>While slowed down, take at most</source>
        <translation>放慢时最多占用</translation>
    </message>
    <message>
        <source>Of all processor cores together.</source>
        <translation>按全部处理器核心合计。</translation>
    </message>
    <message>
        <source>Slow down when the processor is hotter than</source>
        <translation>处理器温度高于此值时放慢</translation>
    </message>
    <message>
        <source>Where the system tells its temperature.</source>
        <translation>仅在系统提供温度时有效。</translation>
    </message>
    <message>
        <source>Pause when less memory is free than</source>
        <translation>可用内存少于此值时暂停</translation>
    </message>
    <message>
        <source>So that other programs need not wait for it.</source>
        <translation>让其他程序不必等待内存。</translation>
    </message>
    <message>
        <source>Stop when the library&apos;s disk has less room than</source>
        <translation>书库所在磁盘的空间少于此值时停止</translation>
    </message>
    <message>
        <source>Nothing overrides this. Searching works all the same.</source>
        <translation>此项始终有效；搜索不受影响。</translation>
    </message>
    <message>
        <source>Free the models&apos; memory after</source>
        <translation>释放模型内存前的等待时间</translation>
    </message>
    <message>
        <source>Without use. The next search by meaning then takes a moment longer.</source>
        <translation>模型闲置这么久后离开内存，之后第一次按含义搜索会稍慢。</translation>
    </message>
    <message>
        <source>Relations between names</source>
        <translation>名称之间的关系</translation>
    </message>
    <message>
        <source>A model finds more than the fixed patterns do, some of it wrong. Every document is gone through again.</source>
        <translation>模型能发现比固定句式更多的关系，其中有些是错的。所有文档都会重新过一遍。</translation>
    </message>
    <message>
        <source>Patterns and a model</source>
        <translation>句式和模型</translation>
    </message>
    <message>
        <source>Patterns alone</source>
        <translation>仅句式</translation>
    </message>
    <message>
        <source>Write recordings down with</source>
        <translation>转写录音所用的模型</translation>
    </message>
    <message>
        <source>The folder of a Whisper model that you have. Each half minute is read when all else is done.</source>
        <translation>您已有的 Whisper 模型所在的文件夹。其他工作完成后，每半分钟一段地转写。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>How names are recognised</source>
        <translation>名称的识别方式</translation>
    </message>
    <message>
        <source>Another choice has every document gone through again. A model that you trained or chose comes first.</source>
        <translation>改选后，所有文档都会重新识别一遍。您训练或选用的模型优先。</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Most exact</source>
        <translation>最准确</translation>
    </message>
    <message>
        <source>The most exact one has to be made once, in a terminal: python main.py models --make-best</source>
        <translation>“最准确”的模型需要先在终端制作一次：python main.py models --make-best</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Takes effect at once.</source>
        <translation>立即生效。</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Light on paper, or dark for the evening.</source>
        <translation>浅色如纸，深色宜夜。</translation>
    </message>
    <message>
        <source>Reading files</source>
        <translation>读取文件</translation>
    </message>
    <message>
        <source>What is read of your folders, and how much of it.</source>
        <translation>读取文件夹里的哪些内容、读取多少。</translation>
    </message>
    <message>
        <source>What Satchel leaves to you</source>
        <translation>书囊为您留出的余地</translation>
    </message>
    <message>
        <source>Reading in the background gives way to your work; searching never does.</source>
        <translation>后台读取会给您的工作让路；搜索始终全速。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>They run on this computer; the faster ones make more mistakes.</source>
        <translation>都在这台电脑上运行；越快的模型出错越多。</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>书库</translation>
    </message>
    <message>
        <source>One file holds everything Satchel knows. Copy it to back it up.</source>
        <translation>书囊所知的一切都在这一个文件里，复制它即可备份。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Kept in the library file on this computer and nowhere else.</source>
        <translation>只保存在这台电脑的书库文件里。</translation>
    </message>
    <message>
        <source>Show history</source>
        <translation>查看历史记录</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Everything can be reached without a mouse.</source>
        <translation>不用鼠标也能完成所有操作。</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>一切都留在这台电脑上</translation>
    </message>
    <message>
        <source>Reading, searching and recognising all happen here. Satchel opens no network connection, has no account and sends no statistics. Your files are only read, never written, moved or deleted.</source>
        <translation>阅读、搜索和识别都在本机完成。书囊不连接网络，没有账号，也不发送任何统计数据。对您的文件只读取，绝不写入、移动或删除。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Satchel {version} · Apache License 2.0</source>
        <translation>书囊 {version} · Apache 2.0 许可证</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Back and forward</source>
        <translation>后退与前进</translation>
    </message>
    <message>
        <source>Choose a hit</source>
        <translation>选择结果</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开结果</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清空搜索</translation>
    </message>
    <message>
        <source>Look for changed files</source>
        <translation>检查文件变动</translation>
    </message>
    <message>
        <source>Pause or resume</source>
        <translation>暂停或继续</translation>
    </message>
</context>
<context>
    <name>SourceCard</name>
    <message numerus="yes">
        <source>Show more (%Ln left)</source>
        <translation>
            <numerusform>显示更多（还有 %Ln 条）</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StageBars</name>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩 {time}</translation>
    </message>
    <message>
        <source>Go on at full speed</source>
        <translation>全速继续</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Go on at full speed</source>
        <translation>全速继续</translation>
    </message>
    <message>
        <source>Until all is read, whatever else goes on</source>
        <translation>直到全部读完，不管其他程序是否在忙</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>继续读取</translation>
    </message>
    <message>
        <source>Pause reading</source>
        <translation>暂停读取</translation>
    </message>
    <message>
        <source>The engine has stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <source>Starting the engine…</source>
        <translation>正在启动引擎…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩 {time}</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>Something went wrong. Try again.</source>
        <translation>出了点问题，请重试。</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly. Your library is safe.</source>
        <translation>引擎意外停止。您的书库安然无恙。</translation>
    </message>
    <message>
        <source>Something unexpected happened in the engine. This is a bug.</source>
        <translation>引擎中发生了意料之外的情况，这是一个程序缺陷。</translation>
    </message>
    <message>
        <source>This file could not be read.</source>
        <translation>无法读取此文件。</translation>
    </message>
    <message>
        <source>The system would not open this file. Close what holds it, or check that you may read it.</source>
        <translation>系统无法打开此文件。请关闭占用它的程序，或确认您有读取权限。</translation>
    </message>
    <message>
        <source>This is {format}. Satchel cannot read it yet.</source>
        <translation>这是{format}。Satchel 还不能读取它。</translation>
    </message>
    <message>
        <source>At {size_bytes} the file is over the limit of {limit_bytes}.</source>
        <translation>文件大小为 {size_bytes}，超过了 {limit_bytes} 的上限。</translation>
    </message>
    <message>
        <source>The picture is too large to be read: {n_pixels} pixels; the limit is {limit_pixels}.</source>
        <translation>图片太大，无法识别：{n_pixels} 像素，上限为 {limit_pixels}。</translation>
    </message>
    <message>
        <source>The file asks for a password. Save a copy without one.</source>
        <translation>文件需要密码，请另存一份不带密码的副本。</translation>
    </message>
    <message>
        <source>The file is damaged. Open it in its own program and save it again.</source>
        <translation>文件已损坏，请用原程序打开并重新保存。</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>文件是空的。</translation>
    </message>
    <message>
        <source>Its content is not text in any known encoding.</source>
        <translation>其内容不是任何已知编码的文本。</translation>
    </message>
    <message>
        <source>Reading stopped after {limit_s} s without progress.</source>
        <translation>{limit_s} 秒内没有进展，已停止读取。</translation>
    </message>
    <message>
        <source>The reader broke down on this file. Everything else is unharmed.</source>
        <translation>读取器在此文件上崩溃，其他内容不受影响。</translation>
    </message>
    <message>
        <source>Reading it would take more than {limit_bytes} of memory.</source>
        <translation>读取它需要超过 {limit_bytes} 的内存。</translation>
    </message>
    <message>
        <source>The library file cannot be used.</source>
        <translation>书库文件无法使用。</translation>
    </message>
    <message>
        <source>A newer Satchel wrote this library. Update Satchel to open it.</source>
        <translation>此书库由更新版本的书囊写入，请升级书囊后再打开。</translation>
    </message>
    <message>
        <source>Another Satchel is writing to this library. Close it first.</source>
        <translation>另一个书囊正在写入此书库，请先将其关闭。</translation>
    </message>
    <message>
        <source>The library file {path} is damaged. Your own files are unharmed.</source>
        <translation>书库文件 {path} 已损坏，您自己的文件不受影响。</translation>
    </message>
    <message>
        <source>There is no library at {path}.</source>
        <translation>{path} 处没有书库。</translation>
    </message>
    <message>
        <source>The disk is full. Free some room, then resume.</source>
        <translation>磁盘已满，请腾出空间后继续。</translation>
    </message>
    <message>
        <source>No room is left on the disk of {path}. Nothing was written.</source>
        <translation>{path} 所在的磁盘已满，什么也没有写入。</translation>
    </message>
    <message>
        <source>The disk is almost full ({free_bytes} left). Free some room.</source>
        <translation>磁盘将满（剩余 {free_bytes}）。请腾出一些空间。</translation>
    </message>
    <message>
        <source>The library could not be brought up to date; it stays as it was.</source>
        <translation>书库未能升级，仍保持原样。</translation>
    </message>
    <message>
        <source>A model cannot be used.</source>
        <translation>有模型无法使用。</translation>
    </message>
    <message>
        <source>The model “{name}” is missing. Search by words still works.</source>
        <translation>缺少模型“{name}”。仍可按词语搜索。</translation>
    </message>
    <message>
        <source>A file of the model “{name}” is damaged. Install it again.</source>
        <translation>模型“{name}”的文件已损坏，请重新安装。</translation>
    </message>
    <message>
        <source>The device “{device}” cannot run models here.</source>
        <translation>设备“{device}”无法在此运行模型。</translation>
    </message>
    <message>
        <source>“{file}” of the model “{name}” could run code when opened. Save the weights as safetensors or ONNX.</source>
        <translation>模型“{name}”的文件“{file}”在打开时可能运行代码，已拒绝。请把权重另存为 safetensors 或 ONNX。</translation>
    </message>
    <message>
        <source>The model “{name}” needs code of its own ({file}), which is never run. Choose one of a standard kind.</source>
        <translation>模型“{name}”需要自带的代码（{file}），Satchel 从不运行这类代码。请选用标准类型的模型。</translation>
    </message>
    <message>
        <source>The model “{name}” cannot be used: {detail}.</source>
        <translation>模型“{name}”无法使用：{detail}。</translation>
    </message>
    <message>
        <source>“{file}” is not in {path}. Choose the folder of a Whisper model in Hugging Face layout. Nothing was changed.</source>
        <translation>{path} 中没有“{file}”。请选择 Hugging Face 格式的 Whisper 模型所在的文件夹。未做任何更改。</translation>
    </message>
    <message>
        <source>The model in {path} cannot write recordings down. It takes a Whisper model in Hugging Face layout, its weights in one model.safetensors of up to 2 GB (tiny, base or small). Nothing was changed.</source>
        <translation>{path} 中的模型不能转写录音。需要 Hugging Face 格式的 Whisper 模型，权重存于一个不超过 2 GB 的 model.safetensors 文件（tiny、base 或 small）。未做任何更改。</translation>
    </message>
    <message>
        <source>Writing recordings down needs more than is installed ({package}). Install it once, in a terminal: python -m pip install &quot;.[speech]&quot;</source>
        <translation>转写录音所需的组件尚未安装（{package}）。请在终端中安装一次：python -m pip install &quot;.[speech]&quot;</translation>
    </message>
    <message>
        <source>Training cannot go on.</source>
        <translation>训练无法继续。</translation>
    </message>
    <message>
        <source>{path}, line {line}: {detail}. Nothing was changed; correct the line and try again.</source>
        <translation>{path} 第 {line} 行：{detail}。没有改动任何内容；请更正这一行后再试。</translation>
    </message>
    <message>
        <source>{path}, line {line}: this is not UTF-8 text. Save the file as UTF-8 and try again.</source>
        <translation>{path} 第 {line} 行：不是 UTF-8 文本。请把文件另存为 UTF-8 后再试。</translation>
    </message>
    <message>
        <source>{path}: nothing labelled was found in it. Check that this is the right file.</source>
        <translation>{path}：其中没有找到任何标注。请检查是不是选错了文件。</translation>
    </message>
    <message>
        <source>{path}, line {line}: the tag “{tag}” is wrong. A tag is O, B-LABEL, or I-LABEL after a B-LABEL.</source>
        <translation>{path} 第 {line} 行：标记“{tag}”不对。标记应为 O、B-标签，或接在 B-标签之后的 I-标签。</translation>
    </message>
    <message>
        <source>{path}, line {line}: the span {start} to {end} does not fit its text or overlaps another.</source>
        <translation>{path} 第 {line} 行：{start} 到 {end} 的范围超出文本，或与另一处重叠。</translation>
    </message>
    <message>
        <source>{path}, line {line}: longer than {limit_chars} characters. Put one sentence or paragraph on a line.</source>
        <translation>{path} 第 {line} 行：超过 {limit_chars} 个字符。请每行只放一句或一段。</translation>
    </message>
    <message>
        <source>{n_found} labelled sentences are too few; at least {n_needed} are needed. Correct some more.</source>
        <translation>只有 {n_found} 个标注过的句子，太少了；至少需要 {n_needed} 个。请再更正一些。</translation>
    </message>
    <message>
        <source>Training needs more than is installed ({package}).</source>
        <translation>训练还需要安装一些组件（{package}）。</translation>
    </message>
    <message>
        <source>“{name}” takes a number from {minimum} to {maximum}, not {value}.</source>
        <translation>“{name}”应为 {minimum} 到 {maximum} 之间的数，而不是 {value}。</translation>
    </message>
    <message>
        <source>Training ended unexpectedly, for lack of memory perhaps. Nothing was changed.</source>
        <translation>训练意外中止，可能是内存不足。没有改动任何内容。</translation>
    </message>
    <message>
        <source>Training is under way already.</source>
        <translation>已经在训练了。</translation>
    </message>
    <message>
        <source>That is no longer there.</source>
        <translation>它已经不在了。</translation>
    </message>
    <message>
        <source>{path} is not a folder that can be read.</source>
        <translation>{path} 不是可读取的文件夹。</translation>
    </message>
    <message>
        <source>No text of {path} is in the library.</source>
        <translation>书库中没有 {path} 的正文。</translation>
    </message>
    <message>
        <source>Nothing in the library goes by “{name}”.</source>
        <translation>书库中没有名为“{name}”的内容。</translation>
    </message>
    <message>
        <source>That is no part of the text.</source>
        <translation>这不是文本中的一部分。</translation>
    </message>
    <message>
        <source>{path} cannot be written ({detail}). Choose another place.</source>
        <translation>无法写入 {path}（{detail}）。请换一个位置。</translation>
    </message>
    <message>
        <source>{path} lies in the watched folder {folder}. Choose a place outside.</source>
        <translation>{path} 位于受监视的文件夹 {folder} 中。请选择其外的位置。</translation>
    </message>
    <message>
        <source>{path} holds files that Satchel did not write. Choose an empty or a new folder.</source>
        <translation>{path} 中有并非书囊写入的文件。请选择空文件夹或新文件夹。</translation>
    </message>
    <message>
        <source>That imported graph is no longer there.</source>
        <translation>该导入的图谱已不存在。</translation>
    </message>
    <message>
        <source>{path}, line {line}: this is no graph that can be read ({detail}).</source>
        <translation>{path} 第 {line} 行：这不是可读取的图谱（{detail}）。</translation>
    </message>
    <message>
        <source>{path}, line {line}: the file declares a document type (DTD) and is refused. Remove that line.</source>
        <translation>{path} 第 {line} 行：文件声明了文档类型（DTD），已拒绝。请删除该行。</translation>
    </message>
    <message>
        <source>{path}, line {line}: more than {limit} cannot be taken in at once. Split the file.</source>
        <translation>{path} 第 {line} 行：一次不能导入超过 {limit}。请拆分文件。</translation>
    </message>
    <message>
        <source>{path}, line {line}: “{column}” is missing.</source>
        <translation>{path} 第 {line} 行：缺少“{column}”。</translation>
    </message>
    <message>
        <source>{path}, line {line}: the file has no “{name}”, which a relation names.</source>
        <translation>{path} 第 {line} 行：文件中没有关系所指的“{name}”。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可以撤销的操作。</translation>
    </message>
    <message>
        <source>Choose two entities or more to merge them.</source>
        <translation>请选择两个或更多实体来合并。</translation>
    </message>
    <message>
        <source>Some of the names must stay and some must leave.</source>
        <translation>要有名称留下，也要有名称分出去。</translation>
    </message>
    <message>
        <source>A name must not be blank.</source>
        <translation>名称不能为空。</translation>
    </message>
    <message>
        <source>There is no setting “{name}”.</source>
        <translation>没有名为“{name}”的设置。</translation>
    </message>
    <message>
        <source>“{name}” can be {allowed}, not “{value}”.</source>
        <translation>“{name}”可以是：{allowed}，而不是“{value}”。</translation>
    </message>
    <message>
        <source>There is no model “{name}”.</source>
        <translation>没有名为“{name}”的模型。</translation>
    </message>
    <message>
        <source>No other model was in use before “{name}”: there is nothing to go back to.</source>
        <translation>在“{name}”之前没有用过别的模型，无法退回。</translation>
    </message>
    <message>
        <source>There is no saved search “{name}”.</source>
        <translation>没有名为“{name}”的已存搜索。</translation>
    </message>
    <message>
        <source>Another saved search is called “{name}”.</source>
        <translation>已有名为“{name}”的已存搜索。</translation>
    </message>
    <message>
        <source>“{value}” is no date, and was left out. Write 2024, 2024-03, 2024-03-15 or today.</source>
        <translation>“{value}”不是日期，已略过。可写 2024、2024-03、2024-03-15 或 今天。</translation>
    </message>
    <message>
        <source>“{value}” is no size, and was left out. Write &gt;10mb, &lt;1gb or 10mb..20mb.</source>
        <translation>“{value}”不是大小，已略过。可写 &gt;10mb、&lt;1gb 或 10mb..20mb。</translation>
    </message>
    <message>
        <source>No type of file is called “{value}”, and no name ends so.</source>
        <translation>没有叫“{value}”的文件类型，也没有这样结尾的文件名。</translation>
    </message>
    <message>
        <source>“{value}” is no language, and was left out. Write en or zh.</source>
        <translation>“{value}”不是语言，已略过。可写 英文 或 中文。</translation>
    </message>
    <message>
        <source>Nobody and nothing goes by “{value}”.</source>
        <translation>资料库中没有叫“{value}”的人或事物。</translation>
    </message>
    <message>
        <source>No folder is called “{value}”.</source>
        <translation>没有叫“{value}”的文件夹。</translation>
    </message>
    <message>
        <source>“{value}” was taken for words: a * or ? needs two letters before it.</source>
        <translation>“{value}”按普通词处理：* 或 ? 之前要有两个字母。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Only part of this file was read.</source>
        <translation>只读取了此文件的一部分。</translation>
    </message>
    <message>
        <source>Only the first {limit_chars} characters were read.</source>
        <translation>只读取了前 {limit_chars} 个字符。</translation>
    </message>
    <message>
        <source>Only the first {limit_pages} of {n_pages} pages were read.</source>
        <translation>共 {n_pages} 页，只读取了前 {limit_pages} 页。</translation>
    </message>
    <message>
        <source>Reading took too long; what comes after page {page} is missing.</source>
        <translation>读取用时过长，第 {page} 页之后的内容缺失。</translation>
    </message>
    <message>
        <source>Damaged slides or sheets were left out ({n_parts}).</source>
        <translation>已略去损坏的幻灯片或工作表（{n_parts} 个）。</translation>
    </message>
    <message>
        <source>Cells that repeat very often were written out a limited number of times.</source>
        <translation>重复次数极多的单元格只写出了有限次数。</translation>
    </message>
    <message>
        <source>No text was found in it. Perhaps it is a scan or a picture.</source>
        <translation>其中没有文字，可能是扫描件或图片。</translation>
    </message>
    <message>
        <source>Pages that are pictures and wait to be read: {n_waiting} of {n_pages}.</source>
        <translation>共有 {n_pages} 页是图片，其中 {n_waiting} 页等待文字识别。</translation>
    </message>
    <message>
        <source>Pages that are pictures and could not be read: {n_failed} of {n_pages}.</source>
        <translation>共有 {n_pages} 页是图片，其中 {n_failed} 页无法识别文字。</translation>
    </message>
    <message>
        <source>Its pages are pictures ({n_pages}), and reading pictures is switched off in the settings.</source>
        <translation>有 {n_pages} 页是图片，而设置中关闭了图片文字识别。</translation>
    </message>
    <message>
        <source>Its pages are pictures ({n_pages}), which cannot be read on this computer.</source>
        <translation>有 {n_pages} 页是图片，本机无法识别其中的文字。</translation>
    </message>
    <message>
        <source>Recording still waits to be written down: {n_waiting} of {n_pages} half minutes.</source>
        <translation>录音等待转写：共 {n_pages} 段（每段半分钟），还剩 {n_waiting} 段。</translation>
    </message>
    <message>
        <source>Half minutes of this recording that could not be written down: {n_failed} of {n_pages}.</source>
        <translation>此录音共 {n_pages} 段（每段半分钟），其中 {n_failed} 段无法转写。</translation>
    </message>
    <message>
        <source>Half minutes of this recording that are not written down: {n_waiting} of {n_pages}. No speech model is chosen in the settings, or it cannot be used.</source>
        <translation>此录音共 {n_pages} 段（每段半分钟），其中 {n_waiting} 段未转写：设置中没有选择语音模型，或者该模型无法使用。</translation>
    </message>
    <message>
        <source>Only the first {limit_hours} hours of this recording are written down.</source>
        <translation>此录音只转写前 {limit_hours} 小时。</translation>
    </message>
    <message>
        <source>No speech was found in this recording.</source>
        <translation>此录音中没有发现人声。</translation>
    </message>
    <message>
        <source>It is nested very deeply; only the first {limit_levels} levels were read.</source>
        <translation>嵌套过深；只读取了前 {limit_levels} 层。</translation>
    </message>
    <message>
        <source>The file is damaged or cut short; what could be read of it was kept.</source>
        <translation>文件已损坏或不完整；已保留能读出的内容。</translation>
    </message>
    <message>
        <source>Attachments that could not be read: {n_attachments} ({names}).</source>
        <translation>有 {n_attachments} 个附件无法读取（{names}）。</translation>
    </message>
    <message>
        <source>Some of this mail was left out: it nests too deep, or has too many or too long parts.</source>
        <translation>邮件有一部分未读取：嵌套过深，或部分过多、过长。</translation>
    </message>
    <message>
        <source>Of its tables the words were read, not the numbers.</source>
        <translation>其中的表格只读了文字，没有读数字。</translation>
    </message>
    <message>
        <source>Chapters that could not be read: {n_chapters} of {n_all}.</source>
        <translation>全书 {n_all} 章中有 {n_chapters} 章无法读取。</translation>
    </message>
    <message>
        <source>Only the first {n_members} files of this archive were read; the limit is {limit}.</source>
        <translation>只读取了这个压缩包中的前 {n_members} 个文件；上限为 {limit} 个。</translation>
    </message>
    <message>
        <source>Only the first {n_members} files of this archive were read: it unpacks to more than is safe ({limit_bytes}).</source>
        <translation>只读取了这个压缩包中的前 {n_members} 个文件：解压后超过安全上限（{limit_bytes}）。</translation>
    </message>
    <message>
        <source>Only the first {n_members} files of this archive were read: together they have more than {limit_chars} characters.</source>
        <translation>只读取了这个压缩包中的前 {n_members} 个文件：它们的文字合计超过 {limit_chars} 个字符。</translation>
    </message>
    <message>
        <source>Reading stopped at {name}; that file and those after it are missing.</source>
        <translation>读到 {name} 时停止；该文件及其后的文件缺失。</translation>
    </message>
    <message>
        <source>The disk is almost full ({free_bytes} left). Free some room; reading then goes on by itself.</source>
        <translation>磁盘将满（剩余 {free_bytes}）。请腾出一些空间，之后会自动继续读取。</translation>
    </message>
    <message>
        <source>Memory is nearly full. Reading goes on by itself when other programs need less.</source>
        <translation>内存将满。其他程序占用减少后会自动继续读取。</translation>
    </message>
    <message>
        <source>The battery is below {limit_percent} %. Reading goes on when the computer is plugged in.</source>
        <translation>电量低于 {limit_percent}%。接通电源后继续读取。</translation>
    </message>
    <message>
        <source>Reading goes on when the computer is plugged in.</source>
        <translation>接通电源后继续读取。</translation>
    </message>
    <message>
        <source>Slower while on battery</source>
        <translation>使用电池时放慢</translation>
    </message>
    <message>
        <source>Slower while the computer is hot</source>
        <translation>电脑发烫时放慢</translation>
    </message>
    <message>
        <source>Slower while other programs are busy</source>
        <translation>其他程序繁忙时放慢</translation>
    </message>
    <message>
        <source>contains {words}</source>
        <translation>含有{words}</translation>
    </message>
    <message>
        <source>{words}, which is read “{asked}”</source>
        <translation>{words}，拼音为“{asked}”</translation>
    </message>
    <message>
        <source>{words}, for “{asked}”</source>
        <translation>{words}（您输入的是“{asked}”）</translation>
    </message>
    <message>
        <source>{words}, which sounds like “{asked}”</source>
        <translation>{words}，与“{asked}”同音</translation>
    </message>
    <message>
        <source>mentions {name}</source>
        <translation>提到{name}</translation>
    </message>
    <message>
        <source>very close in meaning</source>
        <translation>意思非常接近</translation>
    </message>
    <message>
        <source>close in meaning</source>
        <translation>意思接近</translation>
    </message>
    <message>
        <source>loosely related in meaning</source>
        <translation>意思略有关联</translation>
    </message>
    <message>
        <source>file name</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>Left out by a rule.</source>
        <translation>按规则略过。</translation>
    </message>
    <message>
        <source>Left out by the rule “{rule}”.</source>
        <translation>按规则“{rule}”略过。</translation>
    </message>
    <message>
        <source>This is {format} of a kind that is not read (WAV, FLAC, Ogg, Opus and MP3 are). It is found by its name only.</source>
        <translation>这是{format}，但不属于可读取的种类（可读取 WAV、FLAC、Ogg、Opus 和 MP3），只能按名称找到。</translation>
    </message>
    <message>
        <source>This is {format} in an archive, where none is written down. It is found by its name only.</source>
        <translation>这是压缩包中的{format}，压缩包中的录音不转写，只能按名称找到。</translation>
    </message>
    <message>
        <source>This is {format}, and there is no speech model. It is found by its name only.</source>
        <translation>这是{format}，没有语音模型，只能按名称找到。</translation>
    </message>
    <message>
        <source>They belong together.</source>
        <translation>它们彼此相关。</translation>
    </message>
    <message>
        <source>Nearly the same text</source>
        <translation>文字几乎相同</translation>
    </message>
    <message>
        <source>{label} in common ({n}): {names}</source>
        <translation>共同的{label}（{n}）：{names}</translation>
    </message>
    <message>
        <source>Close in meaning</source>
        <translation>意思相近</translation>
    </message>
    <message>
        <source>Words in common: {words}</source>
        <translation>共同的词：{words}</translation>
    </message>
    <message>
        <source>In the same folder</source>
        <translation>在同一文件夹</translation>
    </message>
    <message>
        <source>A fact joins them</source>
        <translation>有事实把二者相连</translation>
    </message>
    <message>
        <source>In the same company, both with ({n}): {names}</source>
        <translation>同一圈子，都与这些有关（{n}）：{names}</translation>
    </message>
    <message>
        <source>Both with ({n}): {names}</source>
        <translation>都与这些有关（{n}）：{names}</translation>
    </message>
    <message>
        <source>Documents in common: {n}</source>
        <translation>共同的文档：{n}</translation>
    </message>
    <message>
        <source>It may be worth a look.</source>
        <translation>或许值得一看。</translation>
    </message>
    <message>
        <source>Because you opened “{title}”. In both ({n}): {names}</source>
        <translation>因为您打开过《{title}》。两者都提到（{n}）：{names}</translation>
    </message>
    <message>
        <source>Close in meaning to “{title}”, which you opened</source>
        <translation>与您打开过的《{title}》意思相近</translation>
    </message>
    <message>
        <source>Close to what you searched: {query}</source>
        <translation>与您的搜索相近：{query}</translation>
    </message>
    <message>
        <source>Mentions what you follow: {names}</source>
        <translation>提到您关注的：{names}</translation>
    </message>
    <message>
        <source>Mentions what you looked at: {names}</source>
        <translation>提到您看过的：{names}</translation>
    </message>
    <message>
        <source>New in a folder where you work</source>
        <translation>您常用的文件夹里的新内容</translation>
    </message>
    <message>
        <source>Changed lately</source>
        <translation>最近有改动</translation>
    </message>
    <message>
        <source>One of the files that were changed last</source>
        <translation>最近改动的文件之一</translation>
    </message>
    <message>
        <source>Mentions what much of your library is about: {names}</source>
        <translation>提到您资料库中常见的：{names}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Indexed</source>
        <translation>已收录</translation>
    </message>
    <message>
        <source>Partial</source>
        <translation>部分收录</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>已略过</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Pictures and recordings</source>
        <translation>图片和录音</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>知识</translation>
    </message>
    <message>
        <source>Looking through folders</source>
        <translation>正在检查文件夹</translation>
    </message>
    <message>
        <source>Reading files</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>Reading pages that are pictures</source>
        <translation>正在识别图片页中的文字</translation>
    </message>
    <message>
        <source>Writing recordings down</source>
        <translation>正在转写录音</translation>
    </message>
    <message>
        <source>Learning what passages mean</source>
        <translation>正在理解段落含义</translation>
    </message>
    <message>
        <source>Finding people, places and things</source>
        <translation>正在识别人物、地点与事物</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>已是最新</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>机构</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>作品</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>出生</translation>
    </message>
    <message>
        <source>Died</source>
        <translation>去世</translation>
    </message>
    <message>
        <source>Founded</source>
        <translation>成立</translation>
    </message>
    <message>
        <source>Dissolved</source>
        <translation>解散</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>举行</translation>
    </message>
    <message>
        <source>Revenue</source>
        <translation>营收</translation>
    </message>
    <message>
        <source>Profit</source>
        <translation>利润</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>亏损</translation>
    </message>
    <message>
        <source>Valuation</source>
        <translation>估值</translation>
    </message>
    <message>
        <source>Assets</source>
        <translation>资产</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Registered capital</source>
        <translation>注册资本</translation>
    </message>
    <message>
        <source>Funding</source>
        <translation>融资</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Mobile</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Fax</source>
        <translation>传真</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>Website</source>
        <translation>网站</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Percentage</source>
        <translation>百分比</translation>
    </message>
    <message>
        <source>Book number (ISBN)</source>
        <translation>书号 (ISBN)</translation>
    </message>
    <message>
        <source>Article (DOI)</source>
        <translation>论文 (DOI)</translation>
    </message>
    <message>
        <source>Preprint (arXiv)</source>
        <translation>预印本 (arXiv)</translation>
    </message>
    <message>
        <source>Bank account</source>
        <translation>银行账号</translation>
    </message>
    <message>
        <source>Social credit code</source>
        <translation>统一社会信用代码</translation>
    </message>
    <message>
        <source>Identity card</source>
        <translation>身份证</translation>
    </message>
    <message>
        <source>Passport</source>
        <translation>护照</translation>
    </message>
    <message>
        <source>Court case</source>
        <translation>案号</translation>
    </message>
    <message>
        <source>Contract number</source>
        <translation>合同编号</translation>
    </message>
    <message>
        <source>Article of law</source>
        <translation>法律条文</translation>
    </message>
    <message>
        <source>Stock code</source>
        <translation>股票代码</translation>
    </message>
    <message>
        <source>Network address</source>
        <translation>网络地址</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>CNY {amount}</source>
        <translation>{amount}元</translation>
    </message>
    <message>
        <source>USD {amount}</source>
        <translation>{amount}美元</translation>
    </message>
    <message>
        <source>EUR {amount}</source>
        <translation>{amount}欧元</translation>
    </message>
    <message>
        <source>GBP {amount}</source>
        <translation>{amount}英镑</translation>
    </message>
    <message>
        <source>JPY {amount}</source>
        <translation>{amount}日元</translation>
    </message>
    <message>
        <source>HKD {amount}</source>
        <translation>{amount}港元</translation>
    </message>
    <message>
        <source>TWD {amount}</source>
        <translation>{amount}新台币</translation>
    </message>
    <message>
        <source>KRW {amount}</source>
        <translation>{amount}韩元</translation>
    </message>
    <message>
        <source>CHF {amount}</source>
        <translation>{amount}瑞士法郎</translation>
    </message>
    <message>
        <source>SGD {amount}</source>
        <translation>{amount}新加坡元</translation>
    </message>
    <message>
        <source>CAD {amount}</source>
        <translation>{amount}加元</translation>
    </message>
    <message>
        <source>AUD {amount}</source>
        <translation>{amount}澳元</translation>
    </message>
    <message>
        <source> ext. </source>
        <translation> 转 </translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>yyyy</source>
        <translation>yyyy年</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Organisations</source>
        <translation>机构</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>作品</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>{rate} a minute</source>
        <translation>每分钟 {rate}</translation>
    </message>
    <message>
        <source>{rate} a second</source>
        <translation>每秒 {rate}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>appears with</source>
        <translation>一同出现</translation>
    </message>
    <message>
        <source>works for</source>
        <translation>任职于</translation>
    </message>
    <message>
        <source>employs</source>
        <translation>雇员有</translation>
    </message>
    <message>
        <source>is in</source>
        <translation>位于</translation>
    </message>
    <message>
        <source>is the location of</source>
        <translation>当地有</translation>
    </message>
    <message>
        <source>is part of</source>
        <translation>属于</translation>
    </message>
    <message>
        <source>includes</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>was born in</source>
        <translation>出生于</translation>
    </message>
    <message>
        <source>is the birthplace of</source>
        <translation>生于此地的有</translation>
    </message>
    <message>
        <source>died in</source>
        <translation>逝世于</translation>
    </message>
    <message>
        <source>is the place of death of</source>
        <translation>逝于此地的有</translation>
    </message>
    <message>
        <source>founded</source>
        <translation>创立了</translation>
    </message>
    <message>
        <source>was founded by</source>
        <translation>创立者是</translation>
    </message>
    <message>
        <source>is a member of</source>
        <translation>隶属于</translation>
    </message>
    <message>
        <source>has as a member</source>
        <translation>成员有</translation>
    </message>
    <message>
        <source>owns</source>
        <translation>拥有</translation>
    </message>
    <message>
        <source>is owned by</source>
        <translation>所有者是</translation>
    </message>
    <message>
        <source>acquired</source>
        <translation>收购了</translation>
    </message>
    <message>
        <source>was acquired by</source>
        <translation>收购方是</translation>
    </message>
    <message>
        <source>is married to</source>
        <translation>配偶是</translation>
    </message>
    <message>
        <source>is a parent of</source>
        <translation>子女有</translation>
    </message>
    <message>
        <source>is a child of</source>
        <translation>父母是</translation>
    </message>
    <message>
        <source>wrote</source>
        <translation>著有</translation>
    </message>
    <message>
        <source>was written by</source>
        <translation>作者是</translation>
    </message>
    <message>
        <source>studied at</source>
        <translation>就读于</translation>
    </message>
    <message>
        <source>had as a student</source>
        <translation>学生有</translation>
    </message>
    <message>
        <source>is the capital of</source>
        <translation>是…的首都</translation>
    </message>
    <message>
        <source>has as its capital</source>
        <translation>的首都是</translation>
    </message>
    <message>
        <source>is a citizen of</source>
        <translation>是…的公民</translation>
    </message>
    <message>
        <source>has as a citizen</source>
        <translation>的公民有</translation>
    </message>
    <message>
        <source>competes with</source>
        <translation>与…竞争</translation>
    </message>
    <message>
        <source>works together with</source>
        <translation>与…合作</translation>
    </message>
    <message>
        <source>directed</source>
        <translation>导演了</translation>
    </message>
    <message>
        <source>was directed by</source>
        <translation>由…导演</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>领导</translation>
    </message>
    <message>
        <source>is headed by</source>
        <translation>由…领导</translation>
    </message>
    <message>
        <source>invested in</source>
        <translation>投资于</translation>
    </message>
    <message>
        <source>had an investment from</source>
        <translation>获…投资</translation>
    </message>
    <message>
        <source>took part in</source>
        <translation>参加了</translation>
    </message>
    <message>
        <source>had as a participant</source>
        <translation>的参加者有</translation>
    </message>
    <message>
        <source>performed</source>
        <translation>演出了</translation>
    </message>
    <message>
        <source>was performed by</source>
        <translation>由…演出</translation>
    </message>
    <message>
        <source>produced</source>
        <translation>制作了</translation>
    </message>
    <message>
        <source>was produced by</source>
        <translation>由…制作</translation>
    </message>
    <message>
        <source>is a sibling of</source>
        <translation>是…的兄弟姐妹</translation>
    </message>
    <message>
        <source>holds the post of</source>
        <translation>担任</translation>
    </message>
    <message>
        <source>is the post of</source>
        <translation>担任者是</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
    <message>
        <source>{m} min</source>
        <translation>{m} 分钟</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} 小时 {m} 分钟</translation>
    </message>
    <message>
        <source>{h} h</source>
        <translation>{h} 小时</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy-MM-dd</translation>
    </message>
    <message>
        <source>tries again now</source>
        <translation>即将重试</translation>
    </message>
    <message>
        <source>tries again in {time}</source>
        <translation>{time}后重试</translation>
    </message>
    <message>
        <source>page {n}</source>
        <translation>第 {n} 页</translation>
    </message>
    <message>
        <source>a picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>a recording</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>a video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>an archive</source>
        <translation>压缩包</translation>
    </message>
    <message>
        <source>a database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>a drawing or a 3D model</source>
        <translation>绘图或三维模型</translation>
    </message>
    <message>
        <source>a document of printed pages (PostScript, DjVu)</source>
        <translation>版面文档（PostScript、DjVu）</translation>
    </message>
    <message>
        <source>a key, a certificate or signed data</source>
        <translation>密钥、证书或签名数据</translation>
    </message>
    <message>
        <source>a font</source>
        <translation>字体</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>the data of a PDF form</source>
        <translation>PDF 表单数据</translation>
    </message>
    <message>
        <source>a help file</source>
        <translation>帮助文件</translation>
    </message>
    <message>
        <source>an Outlook mailbox</source>
        <translation>Outlook 邮箱</translation>
    </message>
    <message>
        <source>an iWork document (Pages, Numbers, Keynote)</source>
        <translation>iWork 文稿（Pages、Numbers、Keynote）</translation>
    </message>
    <message>
        <source>a OneNote notebook</source>
        <translation>OneNote 笔记本</translation>
    </message>
    <message>
        <source>a document of an old or rare program</source>
        <translation>旧的或少见的软件所作的文档</translation>
    </message>
    <message>
        <source>a spreadsheet of an old or rare program</source>
        <translation>旧的或少见的软件所作的表格</translation>
    </message>
    <message>
        <source>a presentation of an old or rare program</source>
        <translation>旧的或少见的软件所作的演示文稿</translation>
    </message>
    <message>
        <source>measured or computed data</source>
        <translation>测量或计算数据</translation>
    </message>
    <message>
        <source>a project plan</source>
        <translation>项目计划</translation>
    </message>
    <message>
        <source>a map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>a compound document of an unknown program</source>
        <translation>未知软件的复合文档</translation>
    </message>
    <message>
        <source>a file of an unknown kind</source>
        <translation>未知类型的文件</translation>
    </message>
    <message>
        <source>a file of the kind “{name}”</source>
        <translation>“{name}”类型的文件</translation>
    </message>
    <message>
        <source>A document gives one as another name of the other</source>
        <translation>有文档把一个写作另一个的别名</translation>
    </message>
    <message>
        <source>One may be the translation of the other</source>
        <translation>一个可能是另一个的译名</translation>
    </message>
    <message>
        <source>A dictionary gives both for one thing</source>
        <translation>词典中两者指同一事物</translation>
    </message>
    <message>
        <source>One is the surname of the other</source>
        <translation>一个是另一个的姓</translation>
    </message>
    <message>
        <source>One is how the other is read (pinyin)</source>
        <translation>一个是另一个的拼音</translation>
    </message>
    <message>
        <source>They differ in a middle name only</source>
        <translation>只差中间名</translation>
    </message>
    <message>
        <source>The initials fit</source>
        <translation>首字母相符</translation>
    </message>
    <message>
        <source>The initial and the surname fit</source>
        <translation>名的首字母和姓相符</translation>
    </message>
    <message>
        <source>One is a short form of the other&apos;s first name</source>
        <translation>一个是另一个名字的昵称</translation>
    </message>
    <message>
        <source>The same words in another order</source>
        <translation>词相同，顺序不同</translation>
    </message>
    <message>
        <source>One may be the acronym of the other</source>
        <translation>一个可能是另一个的缩写</translation>
    </message>
    <message>
        <source>They differ in the kind of place only</source>
        <translation>只差行政区划的后缀</translation>
    </message>
    <message>
        <source>They are spelt almost alike</source>
        <translation>拼写几乎相同</translation>
    </message>
    <message>
        <source>The same name, taken for two kinds of thing</source>
        <translation>同一名称，被当作两类事物</translation>
    </message>
    <message>
        <source>Their names are alike</source>
        <translation>名称相近</translation>
    </message>
</context>
<context>
    <name>TimelineStrip</name>
    <message>
        <source>Documents in time</source>
        <translation>按时间排列的文档</translation>
    </message>
</context>
<context>
    <name>TransferBar</name>
    <message>
        <source>{done} of {total} entities and relations</source>
        <extracomment>Of a graph that is exported or imported: how many entities and relations are done</extracomment>
        <translation>{done} / {total} 个实体和关系</translation>
    </message>
    <message>
        <source>{done} entities and relations</source>
        <translation>{done} 个实体和关系</translation>
    </message>
    <message>
        <source>Beginning …</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>{entities} and {relations} written to {path}</source>
        <translation>已将{entities}和{relations}写入 {path}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln changed note(s) left as they are</source>
        <translation>
            <numerusform>%Ln 篇改动过的笔记保持原样</numerusform>
        </translation>
    </message>
    <message>
        <source>Picture written to {path}</source>
        <translation>图片已写入 {path}</translation>
    </message>
    <message>
        <source>{entities} and {relations} taken in</source>
        <translation>已导入{entities}和{relations}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Stopped; nothing was changed</source>
        <translation>已停止，未作任何更改</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Entities</source>
        <translation>实体</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图谱</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>_Amounts</name>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln 个文档</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s)</source>
        <translation>
            <numerusform>%Ln 个段落</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entit(ies)</source>
        <translation>
            <numerusform>%Ln 个实体</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln relation(s)</source>
        <translation>
            <numerusform>%Ln 条关系</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mention(s)</source>
        <translation>
            <numerusform>%Ln 次提及</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hit(s)</source>
        <translation>
            <numerusform>%Ln 条结果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cop(ies)</source>
        <translation>
            <numerusform>%Ln 份</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tr(ies)</source>
        <translation>
            <numerusform>已尝试 %Ln 次</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln 条新结果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more place(s) in this document</source>
        <translation>
            <numerusform>本文档中另有 %Ln 处</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more like it</source>
        <translation>
            <numerusform>另有 %Ln 处相同或相近</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_LegendChip</name>
    <message>
        <source>Show or leave out: {label}</source>
        <translation>显示或隐去：{label}</translation>
    </message>
</context>
</TS>
