<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Curation</name>
    <message numerus="yes">
        <source>%Ln entit(ies) are one now.</source>
        <translation>
            <numerusform>%Ln entity is one now.</numerusform>
            <numerusform>%Ln entities are one now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentPanel</name>
    <message numerus="yes">
        <source>%Ln page(s)</source>
        <translation>
            <numerusform>%Ln page</numerusform>
            <numerusform>%Ln pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentSide</name>
    <message numerus="yes">
        <source>Show all %Ln</source>
        <translation>
            <numerusform>Show all %Ln</numerusform>
            <numerusform>Show all %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EntitiesPanel</name>
    <message numerus="yes">
        <source>%Ln entit(ies) chosen</source>
        <translation>
            <numerusform>%Ln entity chosen</numerusform>
            <numerusform>%Ln entities chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FactTable</name>
    <message numerus="yes">
        <source>Show %Ln more</source>
        <translation>
            <numerusform>Show %Ln more</numerusform>
            <numerusform>Show %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GraphPage</name>
    <message numerus="yes">
        <source>Show %Ln hidden</source>
        <translation>
            <numerusform>Show %Ln hidden</numerusform>
            <numerusform>Show %Ln hidden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GraphPanel</name>
    <message numerus="yes">
        <source>The %Ln nearest are shown. Hide some or begin again to see others.</source>
        <extracomment>The graph holds as many nodes as can be read; %Ln is that number</extracomment>
        <translation>
            <numerusform>The nearest one is shown. Hide it or begin again to see others.</numerusform>
            <numerusform>The %Ln nearest are shown. Hide some or begin again to see others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} and %Ln other(s)</source>
        <translation>
            <numerusform>{name} and %Ln other</numerusform>
            <numerusform>{name} and %Ln others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GraphPathBar</name>
    <message numerus="yes">
        <source>No path of at most %Ln step(s) joins them.</source>
        <translation>
            <numerusform>No path of at most %Ln step joins them.</numerusform>
            <numerusform>No path of at most %Ln steps joins them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GraphSide</name>
    <message numerus="yes">
        <source>All %Ln piece(s) of evidence</source>
        <translation>
            <numerusform>All %Ln piece of evidence</numerusform>
            <numerusform>All %Ln pieces of evidence</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message numerus="yes">
        <source>%Ln file(s) waiting</source>
        <translation>
            <numerusform>%Ln file waiting</numerusform>
            <numerusform>%Ln files waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be read</source>
        <translation>
            <numerusform>%Ln file could not be read</numerusform>
            <numerusform>%Ln files could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) read in part</source>
        <translation>
            <numerusform>%Ln file read in part</numerusform>
            <numerusform>%Ln files read in part</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportedCard</name>
    <message numerus="yes">
        <source>Show all %Ln</source>
        <translation>
            <numerusform>Show all %Ln</numerusform>
            <numerusform>Show all %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LongColumn</name>
    <message numerus="yes">
        <source>Show more (%Ln left)</source>
        <translation>
            <numerusform>Show more (%Ln left)</numerusform>
            <numerusform>Show more (%Ln left)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MentionCards</name>
    <message numerus="yes">
        <source>Show more (%Ln left)</source>
        <translation>
            <numerusform>Show more (%Ln left)</numerusform>
            <numerusform>Show more (%Ln left)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MergesPanel</name>
    <message numerus="yes">
        <source>%Ln left for later. U takes back the last answer.</source>
        <translation>
            <numerusform>%Ln left for later. U takes back the last answer.</numerusform>
            <numerusform>%Ln left for later. U takes back the last answer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NewsList</name>
    <message numerus="yes">
        <source>%Ln new document(s)</source>
        <translation>
            <numerusform>%Ln new document</numerusform>
            <numerusform>%Ln new documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewSide</name>
    <message numerus="yes">
        <source>%Ln communit(ies)</source>
        <translation>
            <numerusform>%Ln community</numerusform>
            <numerusform>%Ln communities</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pair(s)</source>
        <translation>
            <numerusform>%Ln pair</numerusform>
            <numerusform>%Ln pairs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RelationCards</name>
    <message numerus="yes">
        <source>Show all %Ln</source>
        <translation>
            <numerusform>Show all %Ln</numerusform>
            <numerusform>Show all %Ln</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SourceCard</name>
    <message numerus="yes">
        <source>Show more (%Ln left)</source>
        <translation>
            <numerusform>Show more (%Ln left)</numerusform>
            <numerusform>Show more (%Ln left)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TransferBar</name>
    <message numerus="yes">
        <source>%Ln changed note(s) left as they are</source>
        <translation>
            <numerusform>%Ln changed note left as it is</numerusform>
            <numerusform>%Ln changed notes left as they are</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Amounts</name>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <translation>
            <numerusform>%Ln document</numerusform>
            <numerusform>%Ln documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s)</source>
        <translation>
            <numerusform>%Ln passage</numerusform>
            <numerusform>%Ln passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entit(ies)</source>
        <translation>
            <numerusform>%Ln entity</numerusform>
            <numerusform>%Ln entities</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln relation(s)</source>
        <translation>
            <numerusform>%Ln relation</numerusform>
            <numerusform>%Ln relations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mention(s)</source>
        <translation>
            <numerusform>%Ln mention</numerusform>
            <numerusform>%Ln mentions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hit(s)</source>
        <translation>
            <numerusform>%Ln hit</numerusform>
            <numerusform>%Ln hits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cop(ies)</source>
        <translation>
            <numerusform>%Ln copy</numerusform>
            <numerusform>%Ln copies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tr(ies)</source>
        <translation>
            <numerusform>%Ln try</numerusform>
            <numerusform>%Ln tries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more place(s) in this document</source>
        <translation>
            <numerusform>%Ln more place in this document</numerusform>
            <numerusform>%Ln more places in this document</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more like it</source>
        <translation>
            <numerusform>and %Ln more like it</numerusform>
            <numerusform>and %Ln more like it</numerusform>
        </translation>
    </message>
</context>
</TS>
