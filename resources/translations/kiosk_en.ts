<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_Hans">
<context>
    <name>AttractScreen</name>
    <message>
        <source>点一下屏幕，开始办事</source>
        <translation>Touch to begin</translation>
    </message>
    <message>
        <source>自助办事 · 24 小时</source>
        <translation>Self-service · 24 hours</translation>
    </message>
    <message>
        <source>您好，
来办事？</source>
        <translation>Hello,
welcome.</translation>
    </message>
    <message>
        <source>带上身份证就行。
知道的不用您再填，一次办好几件。</source>
        <translation>Your ID card is all you need.
What is known is filled in for you.</translation>
    </message>
</context>
<context>
    <name>BottomBar</name>
    <message>
        <source>请人帮忙</source>
        <translation>Get help</translation>
    </message>
    <message>
        <source>咨询 %1</source>
        <translation>Call %1</translation>
    </message>
</context>
<context>
    <name>CardStage</name>
    <message>
        <source>读卡区</source>
        <translation>Card reader</translation>
    </message>
</context>
<context>
    <name>ConfirmScreen</name>
    <message>
        <source>确认提交</source>
        <translation>Confirm and submit</translation>
    </message>
    <message>
        <source>我声明</source>
        <translation>I declare</translation>
    </message>
    <message>
        <source>您的信息怎么用</source>
        <translation>How your information is used</translation>
    </message>
</context>
<context>
    <name>CornerStage</name>
    <message>
        <source>拍到的整张照片</source>
        <translation>The whole photograph</translation>
    </message>
    <message>
        <source>左上角</source>
        <translation>Top left corner</translation>
    </message>
    <message>
        <source>右上角</source>
        <translation>Top right corner</translation>
    </message>
    <message>
        <source>右下角</source>
        <translation>Bottom right corner</translation>
    </message>
    <message>
        <source>左下角</source>
        <translation>Bottom left corner</translation>
    </message>
</context>
<context>
    <name>DemoStrip</name>
    <message>
        <source>演示 · 样例数据，不是真的办件</source>
        <translation>Demonstration · sample data, not real cases</translation>
    </message>
</context>
<context>
    <name>DeviceStates</name>
    <message>
        <source>设备都正常</source>
        <translation>All devices work</translation>
    </message>
</context>
<context>
    <name>DigitPad</name>
    <message>
        <source>清空</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
</context>
<context>
    <name>DisplaySheet</name>
    <message>
        <source>语言、字号和颜色</source>
        <translation>Language, text size and colours</translation>
    </message>
    <message>
        <source>就这样</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>标准</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>大</source>
        <translation>Large</translation>
    </message>
    <message>
        <source>更大</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>最大</source>
        <translation>Largest</translation>
    </message>
    <message>
        <source>字号：%1</source>
        <translation>Text size: %1</translation>
    </message>
    <message>
        <source>平常颜色</source>
        <translation>Usual colours</translation>
    </message>
    <message>
        <source>白底黑字</source>
        <translation>Black on white</translation>
    </message>
    <message>
        <source>黑底白字</source>
        <translation>White on black</translation>
    </message>
</context>
<context>
    <name>HomeScreen</name>
    <message>
        <source>要办的事，拼音首字母都行</source>
        <translation>What would you like to do? Chinese, pinyin or English</translation>
    </message>
    <message>
        <source>有草稿条？继续办理</source>
        <translation>Have a draft slip? Continue</translation>
    </message>
    <message>
        <source>一件事一次办</source>
        <translation>One matter, done at once</translation>
    </message>
    <message>
        <source>单个事项</source>
        <translation>Single items</translation>
    </message>
</context>
<context>
    <name>IdentifyScreen</name>
    <message>
        <source>不是我，重新刷</source>
        <translation>Not me, read again</translation>
    </message>
</context>
<context>
    <name>ItemScreen</name>
    <message>
        <source>看看别的事</source>
        <translation>See other matters</translation>
    </message>
    <message>
        <source>一次办好这几件</source>
        <translation>Done together at once</translation>
    </message>
    <message>
        <source>清单、空表、样表，带回去看</source>
        <translation>List, blank form and sample to take home</translation>
    </message>
</context>
<context>
    <name>KeepScreen</name>
    <message>
        <source>回去接着办</source>
        <translation>Back to my application</translation>
    </message>
    <message>
        <source>正在存…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>存好，打印条</source>
        <translation>Save and print a slip</translation>
    </message>
    <message>
        <source>好了</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>提取码</source>
        <translation>Slip code</translation>
    </message>
    <message>
        <source>存到 %1</source>
        <translation>Kept until %1</translation>
    </message>
    <message>
        <source>草稿二维码</source>
        <translation>QR code of the draft</translation>
    </message>
</context>
<context>
    <name>Kiosk</name>
    <message>
        <source>请稍候</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>正在恢复，请稍候。已提交的办件不受影响。</source>
        <translation>Recovering, please wait. Cases already submitted are not affected.</translation>
    </message>
    <message>
        <source>最后一步：确认</source>
        <translation>Last step: confirm</translation>
    </message>
    <message>
        <source>{name}：{items} 个事项，{materials} 份材料，拍了 {pages} 页</source>
        <translation>{name}: {items} item(s), {materials} material(s), {pages} page(s) scanned</translation>
    </message>
    <message>
        <source>{role}：{name}</source>
        <translation>{role}: {name}</translation>
    </message>
    <message>
        <source>填的内容、交的材料都是真的，和原件一样。</source>
        <translation>What I filled in and handed over is true and the same as the originals.</translation>
    </message>
    <message>
        <source>要是不真实，我愿意承担法律责任，办出来的结果可以被撤销。</source>
        <translation>If it is not true I am liable by law, and the result may be revoked.</translation>
    </message>
    <message>
        <source>只用来办这件事，只交给办这件事的部门：{departments}。</source>
        <translation>Used for this matter alone, and given only to the departments that handle it: {departments}.</translation>
    </message>
    <message>
        <source>提交后加密封好再送出，这台机器自己也打不开；屏幕上的内容随即清除。</source>
        <translation>After submission it is encrypted before it is sent; even this machine cannot open it. The screen is cleared at once.</translation>
    </message>
    <message>
        <source>想查、想改、想撤回，凭收件凭证到窗口，或者打 12345。</source>
        <translation>To ask, change or withdraw, bring the receipt to a service window or call 12345.</translation>
    </message>
    <message>
        <source>我看清楚了，都是真的，同意提交</source>
        <translation>I have read this, all of it is true, I agree to submit</translation>
    </message>
    <message>
        <source>第 {place} 页，共 {count} 页</source>
        <translation>Page {place} of {count}</translation>
    </message>
    <message>
        <source>身份证</source>
        <translation>ID card</translation>
    </message>
    <message>
        <source>这些已经替您填好了</source>
        <translation>These are filled in for you</translation>
    </message>
    <message>
        <source>都是身份证里读到的。有不对的，请到窗口核对。</source>
        <translation>All of it was read from the ID card. If anything is wrong, have it checked at a service window.</translation>
    </message>
    <message>
        <source>共 {asked} 项，已自动填 {known} 项</source>
        <translation>{asked} fields, {known} filled in for you</translation>
    </message>
    <message>
        <source>都对，下一步</source>
        <translation>All correct, continue</translation>
    </message>
    <message>
        <source>{title}（可不填）</source>
        <translation>{title} (optional)</translation>
    </message>
    <message>
        <source>填过：{value}</source>
        <translation>Entered: {value}</translation>
    </message>
    <message>
        <source>不填，下一步</source>
        <translation>Leave empty, continue</translation>
    </message>
    <message>
        <source>改好了</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>已截止</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>到窗口办</source>
        <translation>At a window</translation>
    </message>
    <message>
        <source>网上办</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>暂停办理</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>{name}，今天办什么？</source>
        <translation>{name}, what would you like to do today?</translation>
    </message>
    <message>
        <source>您好，今天办什么？</source>
        <translation>Hello, what would you like to do today?</translation>
    </message>
    <message>
        <source>身份证读好了</source>
        <translation>ID card read</translation>
    </message>
    <message>
        <source>选一件事，直接开始；身份证可以先收好</source>
        <translation>Choose a matter and begin; you may put the card away</translation>
    </message>
    <message>
        <source>读卡器暂时不能用</source>
        <translation>The card reader is out of service</translation>
    </message>
    <message>
        <source>办事指南照样看；要办理，请用旁边的机器或者到窗口。</source>
        <translation>Guides can still be read. To apply, use the machine beside this one or a service window.</translation>
    </message>
    <message>
        <source>刷身份证，直接开始</source>
        <translation>Lay your ID card down to begin</translation>
    </message>
    <message>
        <source>已知的信息不用再填</source>
        <translation>What is known need not be filled in</translation>
    </message>
    <message>
        <source>{name}。</source>
        <translation>{name}.</translation>
    </message>
    <message>
        <source>网络断了，办事照常：收下的件，网络恢复后自动送出。</source>
        <translation>No network. You can go on: what is received here is sent by itself when the network is back.</translation>
    </message>
    <message>
        <source>找到 {count} 件</source>
        <translation>{count} found</translation>
    </message>
    <message>
        <source>没找到“{words}”，换个说法试试，或者看看下面这些</source>
        <translation>Nothing found for &quot;{words}&quot;. Try other words, or look at these</translation>
    </message>
    <message>
        <source>是我，下一步</source>
        <translation>This is me, continue</translation>
    </message>
    <message>
        <source>是我，请下一位</source>
        <translation>This is me, next person please</translation>
    </message>
    <message>
        <source>正在读，请别拿开</source>
        <translation>Reading, please leave the card</translation>
    </message>
    <message>
        <source>读好了，请收好身份证</source>
        <translation>Read. Please put your ID card away</translation>
    </message>
    <message>
        <source>读卡器没有反应</source>
        <translation>The card reader does not answer</translation>
    </message>
    <message>
        <source>请重新放一次</source>
        <translation>Please lay it down again</translation>
    </message>
    <message>
        <source>请换一张身份证</source>
        <translation>Please use another ID card</translation>
    </message>
    <message>
        <source>等您放身份证</source>
        <translation>Waiting for your ID card</translation>
    </message>
    <message>
        <source>是您本人吗？</source>
        <translation>Is this you?</translation>
    </message>
    <message>
        <source>正在读身份证</source>
        <translation>Reading the ID card</translation>
    </message>
    <message>
        <source>请{role}把身份证放到读卡区</source>
        <translation>{role}: please lay your ID card on the reader</translation>
    </message>
    <message>
        <source>请把身份证放到读卡区</source>
        <translation>Please lay your ID card on the reader</translation>
    </message>
    <message>
        <source>看一眼姓名，对就点下一步。</source>
        <translation>Check the name; if it is right, continue.</translation>
    </message>
    <message>
        <source>放平就行，读好之前别拿开。</source>
        <translation>Lay it flat and leave it until it is read.</translation>
    </message>
    <message>
        <source>等着刷身份证</source>
        <translation>Waiting for the ID card</translation>
    </message>
    <message>
        <source>开始办理</source>
        <translation>Begin</translation>
    </message>
    <message>
        <source>多久办好</source>
        <translation>How long it takes</translation>
    </message>
    <message>
        <source>收不收钱</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>拿到什么</source>
        <translation>What you get</translation>
    </message>
    <message>
        <source>谁来办</source>
        <translation>Who handles it</translation>
    </message>
    <message>
        <source>在哪申请</source>
        <translation>Where to apply</translation>
    </message>
    <message>
        <source>谁能申请</source>
        <translation>Who may apply</translation>
    </message>
    <message>
        <source>以办理部门的答复为准</source>
        <translation>As the department in charge answers</translation>
    </message>
    <message>
        <source>受理后当场办好</source>
        <translation>On the spot after acceptance</translation>
    </message>
    <message>
        <source>受理后 {days} 个工作日</source>
        <translation>{days} working days after acceptance</translation>
    </message>
    <message>
        <source>（法定 {days} 个工作日）</source>
        <translation> (by law {days} working days)</translation>
    </message>
    <message>
        <source>刷一下就行</source>
        <translation>Just lay it on the reader</translation>
    </message>
    <message>
        <source>放到读卡区读一下，不用交。</source>
        <translation>Read it on the card reader; nothing to hand over.</translation>
    </message>
    <message>
        <source>带原件，拍完拿走</source>
        <translation>Bring the original; scan it and take it with you</translation>
    </message>
    <message>
        <source>去之前备好这 {count} 样</source>
        <translation>Have these {count} ready before you go</translation>
    </message>
    <message>
        <source>要带的 {count} 样</source>
        <translation>Bring these {count}</translation>
    </message>
    <message>
        <source>地点</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>地址</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Hours</translation>
    </message>
    <message>
        <source>电话</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>网上</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>个人</source>
        <translation>Individuals</translation>
    </message>
    <message>
        <source>企业、个体工商户和其他组织</source>
        <translation>Enterprises, sole traders and other organizations</translation>
    </message>
    <message>
        <source>这件事已经截止</source>
        <translation>This matter is closed</translation>
    </message>
    <message>
        <source>这一项不用您办</source>
        <translation>There is nothing for you to do here</translation>
    </message>
    <message>
        <source>这件事在网上办</source>
        <translation>This matter is done online</translation>
    </message>
    <message>
        <source>这件事在自助机上暂停办理</source>
        <translation>This matter is paused at kiosks</translation>
    </message>
    <message>
        <source>这件事在别的地点办</source>
        <translation>This matter is done at another place</translation>
    </message>
    <message>
        <source>这件事要到窗口办</source>
        <translation>This matter is done at a service window</translation>
    </message>
    <message>
        <source>{day}已经截止，不再受理。有疑问，可以问这里。</source>
        <translation>It closed on {day} and is no longer accepted. If you have questions, ask here.</translation>
    </message>
    <message>
        <source>这台自助机</source>
        <translation>This kiosk</translation>
    </message>
    <message>
        <source>自助机暂停办理</source>
        <translation>Paused at kiosks</translation>
    </message>
    <message>
        <source>窗口</source>
        <translation>Service window</translation>
    </message>
    <message>
        <source>窗口暂停办理</source>
        <translation>Paused at service windows</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>放平、放正，再点“拍这一页”</source>
        <translation>Lay it flat, then touch &quot;Scan&quot;</translation>
    </message>
    <message>
        <source>正在拍，请别动</source>
        <translation>Scanning – please keep it still</translation>
    </message>
    <message>
        <source>正在按新的四个角裁切</source>
        <translation>Cutting between the new corners</translation>
    </message>
    <message>
        <source>看得清，收下了</source>
        <translation>Legible, kept</translation>
    </message>
    <message>
        <source>按住圆点，拖到纸的四个角</source>
        <translation>Drag the dots to the four corners</translation>
    </message>
    <message>
        <source>没有拍成</source>
        <translation>No page was taken</translation>
    </message>
    <message>
        <source>收下了，请再拍正面</source>
        <translation>Taken. Now the front, please</translation>
    </message>
    <message>
        <source>收下了，请再拍反面</source>
        <translation>Taken. Now the back, please</translation>
    </message>
    <message>
        <source>{name}没带？</source>
        <translation>Not with you: {name}?</translation>
    </message>
    <message>
        <source>请对准纸的四个角</source>
        <translation>Set the four corners of the page</translation>
    </message>
    <message>
        <source>第 {place} 份，共 {count} 份。</source>
        <translation>{place} of {count}.</translation>
    </message>
    <message>
        <source>已从身份证读取，不用交</source>
        <translation>Read from the ID card, nothing to hand over</translation>
    </message>
    <message>
        <source>已用承诺代替</source>
        <translation>Declaration made instead</translation>
    </message>
    <message>
        <source>已拍 {count} 页</source>
        <translation>{count} page(s) scanned</translation>
    </message>
    <message>
        <source>正在办这一份</source>
        <translation>This one now</translation>
    </message>
    <message>
        <source>还没拍</source>
        <translation>Not scanned yet</translation>
    </message>
    <message>
        <source>办好以后 {days} 个工作日内会核查。不属实的，撤销办理结果，并记入信用。依据：{basis}</source>
        <translation>It is checked within {days} working days after the decision. If it is untrue, the decision is revoked and noted in your credit record. Basis: {basis}</translation>
    </message>
    <message>
        <source>已经承诺，这份不用交</source>
        <translation>Declared: no paper needed</translation>
    </message>
    <message>
        <source>没看准，请对照上面的图。</source>
        <translation>Not sure; please compare it with the picture above.</translation>
    </message>
    <message>
        <source>表里现在填的是：{value}</source>
        <translation>The form says now: {value}</translation>
    </message>
    <message>
        <source>看得准的 {count} 项都填进表里</source>
        <translation>Fill in all {count} that are certain</translation>
    </message>
    <message>
        <source>这一页上读到 {count} 项，对的可以填进表里</source>
        <translation>Read from this page: {count}. Fill in what is correct</translation>
    </message>
    <message>
        <source>重拍这一页</source>
        <translation>Scan again</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>再拍一页</source>
        <translation>Scan another</translation>
    </message>
    <message>
        <source>拍这一页</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>用扫描台拍</source>
        <translation>Use scanner</translation>
    </message>
    <message>
        <source>手动拍一张</source>
        <translation>Take picture</translation>
    </message>
    <message>
        <source>下一份</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>齐了，下一步</source>
        <translation>Complete, continue</translation>
    </message>
    <message>
        <source>到窗口：{name}，{address}
时间：{hours}
先打 {phone} 问清楚也行。</source>
        <translation>At a service window: {name}, {address}
Hours: {hours}
You may call {phone} first.</translation>
    </message>
    <message>
        <source>材料清单</source>
        <translation>List of materials</translation>
    </message>
    <message>
        <source>空表</source>
        <translation>Blank form</translation>
    </message>
    <message>
        <source>样表</source>
        <translation>Filled sample</translation>
    </message>
    <message>
        <source>证件样子</source>
        <translation>What the papers look like</translation>
    </message>
    <message>
        <source>打好了，请拿走。</source>
        <translation>Printed. Please take it.</translation>
    </message>
    <message>
        <source>已经送去打印，请看一眼出纸口。</source>
        <translation>Sent to the printer. Please look at the paper slot.</translation>
    </message>
    <message>
        <source>打印机没有回音，请看一眼出纸口。</source>
        <translation>The printer does not answer. Please look at the paper slot.</translation>
    </message>
    <message>
        <source>没有打出来。可以拍下屏幕，或者到窗口打。</source>
        <translation>It was not printed. Photograph the screen, or have it printed at a service window.</translation>
    </message>
    <message>
        <source>{page} / {pages} 页</source>
        <translation>Page {page} of {pages}</translation>
    </message>
    <message>
        <source>正在打印…</source>
        <translation>Printing…</translation>
    </message>
    <message>
        <source>打印带走</source>
        <translation>Print to take home</translation>
    </message>
    <message>
        <source>正在排版…</source>
        <translation>Preparing…</translation>
    </message>
    <message>
        <source>没有排出来。请到窗口拿纸的。</source>
        <translation>It could not be prepared. Please ask for it on paper at a service window.</translation>
    </message>
    <message>
        <source>这台机器打不了 A4 纸。可以拍下来，或者到窗口拿。</source>
        <translation>This machine cannot print A4. Photograph it, or get it at a service window.</translation>
    </message>
    <message>
        <source>读卡区有一张身份证</source>
        <translation>There is an ID card on the reader</translation>
    </message>
    <message>
        <source>是您落下的，请拿好。不是您的，请交给工作人员，或者打 {phone}。
拿走以后，就可以办事了。</source>
        <translation>If it is yours, please take it. If not, please give it to the staff or call {phone}.
Once it is gone you can begin.</translation>
    </message>
    <message>
        <source>填的、拍的都还在，没有丢。</source>
        <translation>What you filled in and scanned is all kept.</translation>
    </message>
    <message>
        <source>回去看看</source>
        <translation>Go back</translation>
    </message>
    <message>
        <source>正在收件…</source>
        <translation>Receiving your application…</translation>
    </message>
    <message>
        <source>给材料加密、编号，一会儿就好。</source>
        <translation>Encrypting and numbering the materials; just a moment.</translation>
    </message>
    <message>
        <source>咨询</source>
        <translation>Questions</translation>
    </message>
    <message>
        <source>{year}年{month}月{day}日 {time}</source>
        <translation>{year}-{month}-{day} {time}</translation>
    </message>
    <message>
        <source>{time}（时间待平台核定）</source>
        <translation>{time} (to be confirmed by the platform)</translation>
    </message>
    <message>
        <source>收到了，已收件</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>扫码能验真，不联网也能核对。拍下来，和凭证一样用。</source>
        <translation>Scanning the code proves it, also without a network. A photograph serves like the receipt.</translation>
    </message>
    <message>
        <source>身份证还在读卡区！</source>
        <translation>Your ID card is still on the reader!</translation>
    </message>
    <message>
        <source>请先拿走身份证，再离开。</source>
        <translation>Please take your ID card before you leave.</translation>
    </message>
    <message>
        <source>请拿好身份证和材料</source>
        <translation>Please take your ID card and papers</translation>
    </message>
    <message>
        <source>屏幕上的内容已经清除，{seconds} 秒后回到首页。慢走。</source>
        <translation>The screen has been cleared. Back to the start in {seconds} s. Goodbye.</translation>
    </message>
    <message>
        <source>已送达受理平台</source>
        <translation>Delivered to the acceptance platform</translation>
    </message>
    <message>
        <source>已收件，正在上传</source>
        <translation>Received, being uploaded</translation>
    </message>
    <message>
        <source>已收件，平台正在人工核对</source>
        <translation>Received, being checked by staff at the platform</translation>
    </message>
    <message>
        <source>已收件（待上传），会自动送出，不用等</source>
        <translation>Received (to be uploaded). It is sent by itself, no need to wait</translation>
    </message>
    <message>
        <source>{departments}看过材料，告诉您是否受理。要补的，一次说清。</source>
        <translation>{departments} examine the materials and tell you whether the application is accepted. Whatever is missing is told at once.</translation>
    </message>
    <message>
        <source>照您选的方式领取。查进度：扫这个码，或打 12345 报编号。</source>
        <translation>Collect the result the way you chose. To ask after it, scan this code or call 12345 with the number.</translation>
    </message>
    <message>
        <source>受理</source>
        <translation>Acceptance</translation>
    </message>
    <message>
        <source>办结</source>
        <translation>Completion</translation>
    </message>
    <message>
        <source>领取</source>
        <translation>Collection</translation>
    </message>
    <message>
        <source>受理后当场办好。</source>
        <translation>Done on the spot after acceptance.</translation>
    </message>
    <message>
        <source>受理后 {days} 个工作日内办好。</source>
        <translation>Done within {days} working days of acceptance.</translation>
    </message>
    <message>
        <source>还差 {count} 处</source>
        <translation>{count} still missing</translation>
    </message>
    <message>
        <source>请再看一遍</source>
        <translation>Please check once more</translation>
    </message>
    <message>
        <source>补上就能交。填好的都还在。</source>
        <translation>Complete these and you can submit. What you filled in is kept.</translation>
    </message>
    <message>
        <source>都齐了。要改的，点旁边的“改”。</source>
        <translation>Everything is here. To change something, touch &quot;Change&quot; beside it.</translation>
    </message>
    <message>
        <source>一次都告诉您</source>
        <translation>All of it, told at once</translation>
    </message>
    <message>
        <source>都对，去确认</source>
        <translation>All correct, confirm</translation>
    </message>
    <message>
        <source>您存下以后办事要求有更新（{names}），这一件仍按您开始时的要求办。</source>
        <translation>Requirements were updated since you saved this ({names}); this case still follows those it began with.</translation>
    </message>
    <message>
        <source>还没刷身份证。</source>
        <translation>ID card not read yet.</translation>
    </message>
    <message>
        <source>去刷</source>
        <translation>Read it</translation>
    </message>
    <message>
        <source>去填</source>
        <translation>Fill in</translation>
    </message>
    <message>
        <source>还没拍。</source>
        <translation>Not scanned yet.</translation>
    </message>
    <message>
        <source>去拍</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>没有填：{labels}</source>
        <translation>Left empty: {labels}</translation>
    </message>
    <message>
        <source>申请表</source>
        <translation>Application form</translation>
    </message>
    <message>
        <source>改</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>已从身份证读取</source>
        <translation>Read from the ID card</translation>
    </message>
    <message>
        <source>已用承诺代替：{said}</source>
        <translation>Declaration made instead: {said}</translation>
    </message>
    <message>
        <source>{count} 页</source>
        <translation>{count} page(s)</translation>
    </message>
    <message>
        <source>材料</source>
        <translation>Materials</translation>
    </message>
    <message>
        <source>身份</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>填表</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>核对</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>打印 没纸了</source>
        <translation>Printer: no paper</translation>
    </message>
    <message>
        <source>打印 盖子开着</source>
        <translation>Printer: cover open</translation>
    </message>
    <message>
        <source>读卡 检查中</source>
        <translation>Reader: checking</translation>
    </message>
    <message>
        <source>读卡 正常</source>
        <translation>Reader: ready</translation>
    </message>
    <message>
        <source>读卡 不能用</source>
        <translation>Reader: out of service</translation>
    </message>
    <message>
        <source>扫描 检查中</source>
        <translation>Scanner: checking</translation>
    </message>
    <message>
        <source>扫描 正常</source>
        <translation>Scanner: ready</translation>
    </message>
    <message>
        <source>扫描 不能用</source>
        <translation>Scanner: out of service</translation>
    </message>
    <message>
        <source>打印 检查中</source>
        <translation>Printer: checking</translation>
    </message>
    <message>
        <source>打印 纸快用完</source>
        <translation>Printer: paper low</translation>
    </message>
    <message>
        <source>打印 没有回话</source>
        <translation>Printer: no answer</translation>
    </message>
    <message>
        <source>打印 正常</source>
        <translation>Printer: ready</translation>
    </message>
    <message>
        <source>打印 不能用</source>
        <translation>Printer: out of service</translation>
    </message>
    <message>
        <source>网络 正在连</source>
        <translation>Network: connecting</translation>
    </message>
    <message>
        <source>网络 已连接</source>
        <translation>Network: connected</translation>
    </message>
    <message>
        <source>网络 断开</source>
        <translation>Network: down</translation>
    </message>
    <message>
        <source>没读出来</source>
        <translation>It could not be read</translation>
    </message>
    <message>
        <source>可能放得早了，或者拿得快了。请拿起来，再平放一次，听到提示再拿走。</source>
        <translation>Perhaps it was laid down too early or taken too soon. Lift it, lay it flat again and wait for the signal.</translation>
    </message>
    <message>
        <source>读卡器没有反应，不是您的问题</source>
        <translation>The card reader does not answer; this is not your fault</translation>
    </message>
    <message>
        <source>请用旁边的机器，或者到窗口办：{place}，{hours}。也可以打 {phone}。</source>
        <translation>Use the machine beside this one, or go to a service window: {place}, {hours}. You may also call {phone}.</translation>
    </message>
    <message>
        <source>这张身份证读不了</source>
        <translation>This ID card cannot be read</translation>
    </message>
    <message>
        <source>芯片可能坏了。请到窗口由工作人员核对身份：{place}，{hours}。坏了的身份证可以到派出所换领。</source>
        <translation>Its chip may be broken. Staff at a service window can check your identity: {place}, {hours}. A police station replaces broken cards.</translation>
    </message>
    <message>
        <source>还没放好</source>
        <translation>Not in place yet</translation>
    </message>
    <message>
        <source>请把身份证平放在读卡区，别拿在手里。</source>
        <translation>Lay the ID card flat on the reader, do not hold it.</translation>
    </message>
    <message>
        <source>证件照片没有读出来</source>
        <translation>The photograph on the card could not be read</translation>
    </message>
    <message>
        <source>不影响办理，请再放一次身份证。</source>
        <translation>That does not matter here. Please lay the ID card down again.</translation>
    </message>
    <message>
        <source>这张卡不是身份证</source>
        <translation>This card is not an ID card</translation>
    </message>
    <message>
        <source>能读的有：居民身份证、港澳台居民居住证、外国人永久居留身份证。别的证件，请到窗口办：{place}。</source>
        <translation>It reads: resident identity cards, residence permits for residents of Hong Kong, Macao and Taiwan, and foreign permanent resident ID cards. With other documents, go to a service window: {place}.</translation>
    </message>
    <message>
        <source>这张身份证过期了</source>
        <translation>This ID card has expired</translation>
    </message>
    <message>
        <source>过期的证件不能在这里办。请到派出所换领；着急的，可以带临时身份证到窗口：{place}。</source>
        <translation>An expired card cannot be used here. A police station replaces it; if it is urgent, bring a temporary ID card to a service window: {place}.</translation>
    </message>
    <message>
        <source>这张身份证刚才刷过了</source>
        <translation>This ID card was read already</translation>
    </message>
    <message>
        <source>现在请另一位放身份证。</source>
        <translation>Now the other person&apos;s ID card, please.</translation>
    </message>
    <message>
        <source>这张身份证对不上</source>
        <translation>This ID card does not fit</translation>
    </message>
    <message>
        <source>现在请{role}放身份证。</source>
        <translation>Now the ID card of: {role}.</translation>
    </message>
    <message>
        <source>请选一个。</source>
        <translation>Please choose one.</translation>
    </message>
    <message>
        <source>请填 8 位数字，如 20260105。</source>
        <translation>Please enter 8 digits, such as 20260105.</translation>
    </message>
    <message>
        <source>请填 11 位手机号码。</source>
        <translation>Please enter an 11-digit mobile number.</translation>
    </message>
    <message>
        <source>请用数字填上。</source>
        <translation>Please enter it in digits.</translation>
    </message>
    <message>
        <source>请填上。</source>
        <translation>Please fill this in.</translation>
    </message>
    <message>
        <source>请填上，写到门牌号。</source>
        <translation>Please fill this in, down to the house number.</translation>
    </message>
    <message>
        <source>还不够长，至少 {min} 个字。</source>
        <translation>Too short; at least {min} characters.</translation>
    </message>
    <message>
        <source>太长了，最多 {max} 个字。</source>
        <translation>Too long; at most {max} characters.</translation>
    </message>
    <message>
        <source>请在下面选一个。</source>
        <translation>Please choose one below.</translation>
    </message>
    <message>
        <source>位数不对，请对着证件再看一遍。</source>
        <translation>Wrong number of digits. Please compare it with the card.</translation>
    </message>
    <message>
        <source>有不该有的字，请对着证件再看一遍。</source>
        <translation>There is a character that cannot be right. Please compare it with the card.</translation>
    </message>
    <message>
        <source>前六位对不上，请对着证件再看一遍。</source>
        <translation>The first six digits do not fit. Please compare them with the card.</translation>
    </message>
    <message>
        <source>号码里的出生日期对不上，请对着证件再看一遍。</source>
        <translation>The date of birth in the number does not fit. Please compare it with the card.</translation>
    </message>
    <message>
        <source>号码对不上，可能有一位打错了，请对着证件再看一遍。</source>
        <translation>The number does not fit; one digit may be wrong. Please compare it with the card.</translation>
    </message>
    <message>
        <source>日历上没有这一天，请再看一下。</source>
        <translation>There is no such day. Please check.</translation>
    </message>
    <message>
        <source>这一天还没到，请再看一下。</source>
        <translation>This day is still to come. Please check.</translation>
    </message>
    <message>
        <source>{role}应当是{sex}性，请核对身份证。</source>
        <translation>The ID card does not fit {role} (sex {sex}). Please check it.</translation>
    </message>
    <message>
        <source>两边填得不一样，请点一个对的，或者重新填。</source>
        <translation>Two different answers were given. Tap the right one, or enter it again.</translation>
    </message>
    <message>
        <source>{note}</source>
        <translation>{note}</translation>
    </message>
    <message>
        <source>手机号码是 11 位，1 开头。请再看一下。</source>
        <translation>A mobile number has 11 digits and begins with 1. Please check.</translation>
    </message>
    <message>
        <source>请填 8 位数字：年 4 位、月 2 位、日 2 位。</source>
        <translation>Please enter 8 digits: year 4, month 2, day 2.</translation>
    </message>
    <message>
        <source>点数字，如 20260105</source>
        <translation>Touch digits, such as 20260105</translation>
    </message>
    <message>
        <source>点数字，填 11 位手机号</source>
        <translation>Touch digits: an 11-digit mobile number</translation>
    </message>
    <message>
        <source>点数字填</source>
        <translation>Touch digits</translation>
    </message>
    <message>
        <source>点这里填，拼音就行</source>
        <translation>Touch here to type</translation>
    </message>
    <message>
        <source>点这里填，写到门牌号</source>
        <translation>Touch here to type, down to the house number</translation>
    </message>
    <message>
        <source>格式不对，请再看一下。</source>
        <translation>The format is not right. Please check.</translation>
    </message>
    <message>
        <source>{year} 年 {month} 月 {day} 日</source>
        <translation>{year}-{month}-{day}</translation>
    </message>
    <message>
        <source>{year} 年 {month} 月</source>
        <translation>{year}-{month}</translation>
    </message>
    <message>
        <source>办件已经收下，不受影响。</source>
        <translation>Your case has been received and is not affected.</translation>
    </message>
    <message>
        <source>没有打出来：打印机没纸了</source>
        <translation>Not printed: the printer is out of paper</translation>
    </message>
    <message>
        <source>请拍下编号和二维码，一样有用。工作人员换好纸，点“再打一次”。</source>
        <translation>Please photograph the number and the code; they serve as well. When staff have put in paper, touch &quot;Print again&quot;.</translation>
    </message>
    <message>
        <source>没有打出来：打印机盖子开着</source>
        <translation>Not printed: the printer cover is open</translation>
    </message>
    <message>
        <source>请拍下编号和二维码，一样有用。盖子合上后，点“再打一次”。</source>
        <translation>Please photograph the number and the code; they serve as well. When the cover is closed, touch &quot;Print again&quot;.</translation>
    </message>
    <message>
        <source>没有打好：切纸刀卡住了</source>
        <translation>Not printed: the paper cutter is stuck</translation>
    </message>
    <message>
        <source>请拍下编号和二维码，一样有用。请点“请人帮忙”。</source>
        <translation>Please photograph the number and the code; they serve as well. Touch &quot;Get help&quot;.</translation>
    </message>
    <message>
        <source>条没有打出来：打印机没纸了</source>
        <translation>No slip came out: the printer is out of paper</translation>
    </message>
    <message>
        <source>条没有打出来：打印机盖子开着</source>
        <translation>No slip came out: the printer&apos;s cover is open</translation>
    </message>
    <message>
        <source>条没有打好：切纸刀卡住了</source>
        <translation>The slip is not right: the cutter is stuck</translation>
    </message>
    <message>
        <source>打印机太热，歇一会儿</source>
        <translation>The printer is too hot and needs a rest</translation>
    </message>
    <message>
        <source>条没有打出来：打印机没有反应</source>
        <translation>No slip came out: the printer does not respond</translation>
    </message>
    <message>
        <source>已经存好，不受影响。请拍下提取码，或者抄下来，一样能接着办。</source>
        <translation>Your draft is saved all the same. Photograph the slip&apos;s code or write it down; it serves as well.</translation>
    </message>
    <message>
        <source>再打一张</source>
        <translation>Print another one</translation>
    </message>
    <message>
        <source>请等条切下来再拿。</source>
        <translation>Please wait until the slip is cut.</translation>
    </message>
    <message>
        <source>正在打印草稿条…</source>
        <translation>Printing your draft slip…</translation>
    </message>
    <message>
        <source>请从出纸口取走，收好，别给别人拍。</source>
        <translation>Take it from the slot and keep it safe; let nobody photograph it.</translation>
    </message>
    <message>
        <source>草稿条打好了</source>
        <translation>Your draft slip is printed</translation>
    </message>
    <message>
        <source>一般几秒就出来。没出来、没打清楚的，再打一张；拍下提取码也一样。</source>
        <translation>It comes out in a few seconds. If it did not, or can&apos;t be read, print another one; a photo of the code serves as well.</translation>
    </message>
    <message>
        <source>请看一下出纸口</source>
        <translation>Please look at the paper slot</translation>
    </message>
    <message>
        <source>请等一分钟，点“再打一次”；不等的话，拍下编号和二维码就行。</source>
        <translation>Wait a minute and touch &quot;Print again&quot;, or simply photograph the number and the code.</translation>
    </message>
    <message>
        <source>没有打出来：打印机没有反应</source>
        <translation>Not printed: the printer does not answer</translation>
    </message>
    <message>
        <source>请拍下编号和二维码，一样有用：到哪个窗口、打电话都凭它。</source>
        <translation>Please photograph the number and the code; they serve as well at any window and on the telephone.</translation>
    </message>
    <message>
        <source>打了一半的不用留；再打的会标明“补打”，一样有用。</source>
        <translation>A half-printed slip need not be kept. A further one is marked &quot;补打&quot; (reprint) and serves as well.</translation>
    </message>
    <message>
        <source>正在打印收件凭证…</source>
        <translation>Printing the receipt…</translation>
    </message>
    <message>
        <source>请等凭证切下来再拿。</source>
        <translation>Please wait until the receipt has been cut.</translation>
    </message>
    <message>
        <source>请收好：到哪个窗口、打电话都凭它。</source>
        <translation>Please keep it: you need it at any window and on the telephone.</translation>
    </message>
    <message>
        <source>凭证拿到了</source>
        <translation>Receipt taken</translation>
    </message>
    <message>
        <source>请从出纸口取走，收好。</source>
        <translation>Please take it from the paper slot and keep it.</translation>
    </message>
    <message>
        <source>凭证打好了</source>
        <translation>Receipt printed</translation>
    </message>
    <message>
        <source>已经送去打印，一般几秒就出来，请看一下出纸口。</source>
        <translation>Sent to the printer; it usually comes within seconds. Please look at the paper slot.</translation>
    </message>
    <message>
        <source>打印机没有回话，请看一下出纸口。</source>
        <translation>The printer does not answer. Please look at the paper slot.</translation>
    </message>
    <message>
        <source>再打一次</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>凭证出来了吗？</source>
        <translation>Did the receipt come out?</translation>
    </message>
    <message>
        <source>没打好就补打一份，标明“补打”，一样有用。</source>
        <translation>If not, it is printed again, marked &quot;补打&quot; (reprint); it serves as well.</translation>
    </message>
    <message>
        <source>扫描台没有反应，不是您的问题</source>
        <translation>The scanner does not respond. It is not your fault</translation>
    </message>
    <message>
        <source>前面的都还在。请点“请人帮忙”，或者到窗口办：{place}，{hours}。</source>
        <translation>Everything so far is kept. Touch &quot;Get help&quot;, or go to a service window: {place}, {hours}.</translation>
    </message>
    <message>
        <source>前面拍好的都还在。请把{name}放平，再拍一次。</source>
        <translation>The pages so far are kept. Lay the {name} flat and scan again.</translation>
    </message>
    <message>
        <source>扫描台上没有纸</source>
        <translation>There is no paper on the scanner</translation>
    </message>
    <message>
        <source>扫描台的盖子没合上</source>
        <translation>The scanner cover is open</translation>
    </message>
    <message>
        <source>前面拍好的都还在。请合上盖子，再拍一次。</source>
        <translation>The pages so far are kept. Close the cover and scan again.</translation>
    </message>
    <message>
        <source>纸卡住了</source>
        <translation>The paper is stuck</translation>
    </message>
    <message>
        <source>别硬拉，以免撕坏。请点“请人帮忙”，前面拍好的都还在。</source>
        <translation>Do not pull, it might tear. Touch &quot;Get help&quot;; the pages so far are kept.</translation>
    </message>
    <message>
        <source>扫描台正忙</source>
        <translation>The scanner is busy</translation>
    </message>
    <message>
        <source>扫描台里有别的文件，不是您的问题</source>
        <translation>The scanner holds other files. It is not your fault</translation>
    </message>
    <message>
        <source>要由工作人员移走。请点“请人帮忙”，前面拍好的都还在。</source>
        <translation>Staff must remove them. Touch &quot;Get help&quot;. The pages so far are kept.</translation>
    </message>
    <message>
        <source>四个角围不成一页纸</source>
        <translation>These corners make no page</translation>
    </message>
    <message>
        <source>前面拍好的都还在。请把纸放平，再拍一次。</source>
        <translation>The pages so far are kept. Lay the paper flat and scan again.</translation>
    </message>
    <message>
        <source>这份材料够了</source>
        <translation>No more pages are needed</translation>
    </message>
    <message>
        <source>不用再拍。拍错的，点那一页再点“重拍这页”。</source>
        <translation>This document is complete. To replace a page, touch it, then &quot;Scan again&quot;.</translation>
    </message>
    <message>
        <source>机器存不下了，不是您的问题</source>
        <translation>The machine is full. It is not your fault</translation>
    </message>
    <message>
        <source>前面拍好的都还在。请点“请人帮忙”。</source>
        <translation>The pages so far are kept. Touch &quot;Get help&quot;.</translation>
    </message>
    <message>
        <source>这一页是空白的</source>
        <translation>This page is blank</translation>
    </message>
    <message>
        <source>可能放反了。请把有字的一面对着扫描台，再拍一次。</source>
        <translation>It may be the wrong way round. Turn the written side to the scanner and scan again.</translation>
    </message>
    <message>
        <source>这一页拍糊了</source>
        <translation>This page is blurred</translation>
    </message>
    <message>
        <source>请把纸压平，手离开后再拍一次。</source>
        <translation>Press the paper flat, take your hand away and scan again.</translation>
    </message>
    <message>
        <source>这一页有反光</source>
        <translation>There is glare on this page</translation>
    </message>
    <message>
        <source>请换个角度，或者取下塑料套，再拍一次。</source>
        <translation>Tilt it a little, or take it out of its plastic cover, and scan again.</translation>
    </message>
    <message>
        <source>有一个角没拍全</source>
        <translation>A corner is missing</translation>
    </message>
    <message>
        <source>请把折角展平，四个角都放进来，再拍一次。</source>
        <translation>Unfold the corner, keep all four corners in view and scan again.</translation>
    </message>
    <message>
        <source>这一页太暗</source>
        <translation>This page is too dark</translation>
    </message>
    <message>
        <source>可能有东西挡住了灯。请移开，再拍一次。</source>
        <translation>Something may be blocking the lamp. Move it away and scan again.</translation>
    </message>
    <message>
        <source>这一页刚才拍过</source>
        <translation>This page was scanned before</translation>
    </message>
    <message>
        <source>请换下一页，再拍一次。</source>
        <translation>Put the next page down and scan again.</translation>
    </message>
    <message>
        <source>这是另外一面</source>
        <translation>This is the other side</translation>
    </message>
    <message>
        <source>请翻过来，再拍一次。</source>
        <translation>Turn it over and scan again.</translation>
    </message>
    <message>
        <source>正面还没拍</source>
        <translation>The front is still missing</translation>
    </message>
    <message>
        <source>反面还没拍</source>
        <translation>The back is still missing</translation>
    </message>
    <message>
        <source>这是{seems}，前面拍过了。请翻过来，拍另外一面。</source>
        <translation>Scanned before: {seems}. Turn it over and scan the other side.</translation>
    </message>
    <message>
        <source>这是{seems}</source>
        <translation>This is: {seems}</translation>
    </message>
    <message>
        <source>请看一眼：这一页是{name}吗？</source>
        <translation>Is this it: {name}?</translation>
    </message>
    <message>
        <source>这一页像是别的材料</source>
        <translation>This looks like a different document</translation>
    </message>
    <message>
        <source>前面拍好的都还在。请把{name}放好，再试一次。</source>
        <translation>The pages so far are kept. Lay the {name} down, then try again.</translation>
    </message>
    <message>
        <source>前面拍好的都还在。请等几秒，再拍一次。</source>
        <translation>The pages so far are kept. Please wait a few seconds and scan again.</translation>
    </message>
    <message>
        <source>请对照上面的名称，换成要拍的那份，再拍一次。</source>
        <translation>Check the name above, put the right document down and scan again.</translation>
    </message>
    <message>
        <source>纸的边没有认准</source>
        <translation>The edges of the paper are not certain</translation>
    </message>
    <message>
        <source>请拿开旁边的东西，四个角都放进来，再拍一次。也可以点“自己对边”。</source>
        <translation>Clear other things away, keep all four corners in view and scan again; or touch &quot;Adjust the edges&quot;.</translation>
    </message>
    <message>
        <source>拍得不够清楚</source>
        <translation>The picture is not clear enough</translation>
    </message>
    <message>
        <source>字太糊，工作人员看不清。请放平、放正，再拍一次。</source>
        <translation>The staff could not read it. Lay it flat and straight and scan again.</translation>
    </message>
    <message>
        <source>可能放反了。请把有字的一面朝上，再拍一次。</source>
        <translation>It may be the wrong way round. Turn the written side up and scan again.</translation>
    </message>
    <message>
        <source>灯下</source>
        <translation>under the lamp</translation>
    </message>
    <message>
        <source>扫描台上</source>
        <translation>on the scanner</translation>
    </message>
    <message>
        <source>请把纸放到灯下</source>
        <translation>Place the paper under the lamp</translation>
    </message>
    <message>
        <source>放正一些，四个角都要看得见</source>
        <translation>Straighten it: all four corners must be visible</translation>
    </message>
    <message>
        <source>放稳，会自动拍</source>
        <translation>Hold it still – the picture takes itself</translation>
    </message>
    <message>
        <source>很好，请别动</source>
        <translation>Good, do not move it</translation>
    </message>
    <message>
        <source>这一页拍过了，请换下一页</source>
        <translation>Already taken. Next page, please</translation>
    </message>
    <message>
        <source>太暗了，请别挡住灯</source>
        <translation>Too dark. Please do not block the lamp</translation>
    </message>
    <message>
        <source>镜头被挡住了，请移开</source>
        <translation>Something covers the lens. Please move it away</translation>
    </message>
    <message>
        <source>镜头没有画面，不是您的问题</source>
        <translation>The camera shows no picture. It is not your fault</translation>
    </message>
    <message>
        <source>前面的都还在。接好以后会自己继续；等不及请点“请人帮忙”，或者到窗口办：{place}，{hours}。</source>
        <translation>Everything so far is kept. It goes on by itself once the camera is back. If you cannot wait, touch &quot;Get help&quot; or go to a service window: {place}, {hours}.</translation>
    </message>
    <message>
        <source>前面拍好的都还在。请再拍一次；还不行，请点“请人帮忙”，或者到窗口办：{place}，{hours}。</source>
        <translation>The pages so far are kept. Please scan again. If that fails, touch &quot;Get help&quot; or go to a service window: {place}, {hours}.</translation>
    </message>
    <message>
        <source>前面的都还在。请把{name}放到扫描台上，再点下面的“用扫描台拍”。</source>
        <translation>Everything so far is kept. Lay the {name} on the scanner, then touch &quot;Use scanner&quot; below.</translation>
    </message>
    <message>
        <source>这一页没有留下。连着两次没拍好，多半不怪您，请点“请人帮忙”；前面拍好的都还在。</source>
        <translation>This page was not kept. Twice in a row is hardly your fault: please touch &quot;Get help&quot;. The pages so far are kept.</translation>
    </message>
    <message>
        <source>这一页没有留下，前面拍好的都还在。</source>
        <translation>This page was not kept; the pages so far are.</translation>
    </message>
    <message>
        <source>机器正忙</source>
        <translation>The machine is busy</translation>
    </message>
    <message>
        <source>请等几秒，再试一次。</source>
        <translation>Please wait a few seconds and try again.</translation>
    </message>
    <message>
        <source>请点“请人帮忙”，或者到窗口办。</source>
        <translation>Touch &quot;Get help&quot;, or go to a service window.</translation>
    </message>
    <message>
        <source>这件事已经转到别处办了</source>
        <translation>This matter has moved to another place</translation>
    </message>
    <message>
        <source>刚才这一步没有存上。请到那里接着办；不是您转的，请找工作人员。</source>
        <translation>Your last step was not saved. Please go on there. If you did not move it, please tell the staff.</translation>
    </message>
    <message>
        <source>这件事正在转到别处</source>
        <translation>This matter is being moved to another place</translation>
    </message>
    <message>
        <source>刚才这一步没有存上。请到那里接着办；没有转成，过一会儿在这里还能办。</source>
        <translation>Your last step was not saved. Please go on there. If the move fails, you can go on here in a little while.</translation>
    </message>
    <message>
        <source>这件事现在不能在这里办</source>
        <translation>This matter cannot be done here now</translation>
    </message>
    <message>
        <source>请点“请人帮忙”，或者到窗口问一下。</source>
        <translation>Touch &quot;Get help&quot;, or ask at a service window.</translation>
    </message>
    <message>
        <source>刚才没有存好</source>
        <translation>That was not saved</translation>
    </message>
    <message>
        <source>请再试一次；还不行，请找工作人员，或者到窗口办。</source>
        <translation>Please try again. If it still fails, ask the staff or go to a service window.</translation>
    </message>
    <message>
        <source>这台机器暂时不能办事</source>
        <translation>This machine is out of service for now</translation>
    </message>
    <message>
        <source>正在自己恢复，请稍等；也可以用旁边的机器，或者到窗口办。</source>
        <translation>It is recovering by itself, please wait; or use the machine beside it or a service window.</translation>
    </message>
    <message>
        <source>先存着，稍后再办？</source>
        <translation>Save it and continue later?</translation>
    </message>
    <message>
        <source>点“存好”以后</source>
        <translation>When you touch &quot;Save&quot;</translation>
    </message>
    <message>
        <source>存好了，随时接着办</source>
        <translation>Saved: continue whenever you like</translation>
    </message>
    <message>
        <source>怎么接着办</source>
        <translation>How to continue</translation>
    </message>
    <message>
        <source>填的、拍的都加密存好，没有您的身份证和条，谁也打不开。</source>
        <translation>Your answers and photos are stored encrypted. Nobody can open them without your ID card and slip.</translation>
    </message>
    <message>
        <source>打一张条给您：凭它和身份证，任何一台自助机、任何一个综合窗口都能接着办。</source>
        <translation>You get a slip. With it and your ID card you continue at any kiosk and any general window.</translation>
    </message>
    <message>
        <source>条上写着存到几点。到时没有接着办，自动清除，不留痕迹。</source>
        <translation>The slip says until when. After that everything is erased without a trace.</translation>
    </message>
    <message>
        <source>这块屏幕上的内容马上清除，别人看不到。</source>
        <translation>This screen is wiped at once; nobody else sees it.</translation>
    </message>
    <message>
        <source>带上身份证、这张条和材料原件。</source>
        <translation>Bring your ID card, this slip and the originals of your papers.</translation>
    </message>
    <message>
        <source>任何一台自助机上点“继续办理”；或者把条给任何一个综合窗口。</source>
        <translation>Touch &quot;Continue&quot; at any kiosk, or hand the slip to any general window.</translation>
    </message>
    <message>
        <source>刷身份证，再扫条上的码，或者输入提取码。</source>
        <translation>Lay your ID card on the reader, then scan the slip or type its code.</translation>
    </message>
    <message>
        <source>这不是收件：还没有提交，部门还没有收到。</source>
        <translation>This is not handed in: no department has it yet.</translation>
    </message>
    <message>
        <source>现在网络断着：在这台机器上随时能接着办。到别处，网络恢复以前请扫条上的码，拍过的可能要重新拍。</source>
        <translation>The network is down: you can continue at this kiosk at any time. Elsewhere, scan the slip until the network is back; papers may have to be photographed again.</translation>
    </message>
    <message>
        <source>条扫好了。请把存草稿时用的身份证放到读卡区</source>
        <translation>Slip scanned. Now lay the ID card you saved it with on the reader</translation>
    </message>
    <message>
        <source>请把存草稿时用的身份证放到读卡区</source>
        <translation>Lay the ID card you saved the draft with on the reader</translation>
    </message>
    <message>
        <source>网络断着：输提取码，只能取这台机器上存的草稿；别处存的，要扫条上的码。</source>
        <translation>The network is down: typing the code finds only drafts saved at this kiosk. For others, scan the slip.</translation>
    </message>
    <message>
        <source>{name}，请扫草稿条上的码</source>
        <translation>{name}, please scan your draft slip</translation>
    </message>
    <message>
        <source>扫不出来，就输入条上的 12 位提取码。</source>
        <translation>If that fails, type the 12 digits on the slip.</translation>
    </message>
    <message>
        <source>{name}，请输入草稿条上的提取码</source>
        <translation>{name}, please type the code on your draft slip</translation>
    </message>
    <message>
        <source>草稿条最上面，12 位数字。</source>
        <translation>The 12 digits at the top of the slip.</translation>
    </message>
    <message>
        <source>12 位提取码</source>
        <translation>12 digits</translation>
    </message>
    <message>
        <source>取草稿</source>
        <translation>Fetch my draft</translation>
    </message>
    <message>
        <source>有数字输错了，请对照条上再看一遍。这次不算次数。</source>
        <translation>A digit is wrong; please compare with the slip. No try is lost by this.</translation>
    </message>
    <message>
        <source>还能试最后 1 次。拿不准的，请先到窗口问一下。</source>
        <translation>1 try left. If you are not sure, please ask at a window first.</translation>
    </message>
    <message>
        <source>还能试 {count} 次。</source>
        <translation>{count} tries left.</translation>
    </message>
    <message>
        <source>过 {count} 分钟，也可以在这里再试。</source>
        <translation>You can also try here again in {count} min.</translation>
    </message>
    <message>
        <source>码没有扫清楚。请把条放平再扫一次，或者输入提取码。</source>
        <translation>The code could not be read. Hold the slip flat and scan again, or type the digits.</translation>
    </message>
    <message>
        <source>正在取您的草稿…</source>
        <translation>Fetching your draft…</translation>
    </message>
    <message>
        <source>最多等二十秒。</source>
        <translation>Twenty seconds at most.</translation>
    </message>
    <message>
        <source>接着办哪一件？</source>
        <translation>Which one do you want to continue?</translation>
    </message>
    <message>
        <source>您存着 {count} 件。</source>
        <translation>You have {count} drafts.</translation>
    </message>
    <message>
        <source>一份草稿</source>
        <translation>A draft</translation>
    </message>
    <message>
        <source>没有找到您的草稿</source>
        <translation>We found no draft of yours</translation>
    </message>
    <message>
        <source>可能是：过期自动清除了；已经在别处接着办了；条是用另一张身份证存的。有条的，扫一下条上的码再试；也可以到窗口问一下：{place}。</source>
        <translation>It may have been erased after its time, be continued elsewhere already, or belong to another ID card. If you have the slip, scan it; or ask at a window: {place}.</translation>
    </message>
    <message>
        <source>后来在这台机器上又填的、拍的，没有转过去：{names}。请到那里补上。</source>
        <translation>What you filled in or photographed here later did not go with it: {names}. Please add it there.</translation>
    </message>
    <message>
        <source>换一张身份证</source>
        <translation>Use another ID card</translation>
    </message>
    <message>
        <source>回首页</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>只能取回填的内容</source>
        <translation>Only your answers can be fetched</translation>
    </message>
    <message>
        <source>网络断着，存草稿的那台机器也连不上。填的内容就在条上的码里，现在可以接着办；拍过的材料取不过来，要重新拍。也可以过一会儿，等网络恢复了再办。</source>
        <translation>The network is down, and the machine that holds the draft can&apos;t be reached. Your answers are in the slip&apos;s code, so you can continue now; papers have to be photographed again. Or wait until the network is back.</translation>
    </message>
    <message>
        <source>原来存的那一份还在，没有丢。</source>
        <translation>The saved draft is still there; nothing is lost.</translation>
    </message>
    <message>
        <source>取回填的，接着办</source>
        <translation>Fetch my answers and continue</translation>
    </message>
    <message>
        <source>填的、拍的都在，从上次停下的地方接着办。</source>
        <translation>Your answers and photos are all here. Continue where you left off.</translation>
    </message>
    <message>
        <source>填的都在。下面这些材料没有跟过来，要重新拍：</source>
        <translation>Your answers are here. These papers did not come along and have to be photographed again:</translation>
    </message>
    <message>
        <source>存了以后在这台机器上又填的、拍的，也都在。</source>
        <translation>What you added at this machine after saving is here as well.</translation>
    </message>
    <message>
        <source>填的都在，从上次停下的地方接着办。</source>
        <translation>Your answers are all here. Continue where you left off.</translation>
    </message>
    <message>
        <source>找到了，接着办</source>
        <translation>Found: you can continue</translation>
    </message>
    <message>
        <source>要重新拍的</source>
        <translation>To photograph again</translation>
    </message>
    <message>
        <source>两边都改过的，请核对</source>
        <translation>Changed in both places, please check</translation>
    </message>
    <message>
        <source>草稿现在转到这台机器上，原来的那张条用过了，不用留。</source>
        <translation>The draft is at this machine now. The old slip is used up; you need not keep it.</translation>
    </message>
    <message>
        <source>接着办</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>要求有更新，按哪种办？</source>
        <translation>New requirements. Which to use?</translation>
    </message>
    <message>
        <source>新要求在这里办不了</source>
        <translation>The new requirements can&apos;t be met here</translation>
    </message>
    <message>
        <source>两种都行。填过的、拍过的都留着。</source>
        <translation>Either is fine. What you filled in and photographed is kept.</translation>
    </message>
    <message>
        <source>{time} 存在{holder}</source>
        <translation>Saved {time} at {holder}</translation>
    </message>
    <message>
        <source>新的要求，这些不一样</source>
        <translation>What is different</translation>
    </message>
    <message>
        <source>按新的要求办</source>
        <translation>Use new ones</translation>
    </message>
    <message>
        <source>照原来的办</source>
        <translation>Keep old ones</translation>
    </message>
    <message>
        <source>请照您开始时的要求接着办。</source>
        <translation>Please go on under the ones you began with.</translation>
    </message>
    <message>
        <source>填过的、拍过的都在。</source>
        <translation>What you filled in and photographed is all there.</translation>
    </message>
    <message>
        <source>这台机器没有取成</source>
        <translation>This machine could not fetch it</translation>
    </message>
    <message>
        <source>草稿还存着，没有丢。请再试一次；还不行，把条和身份证带到窗口：{place}。</source>
        <translation>The draft is kept; nothing is lost. Please try again, or take slip and ID card to a window: {place}.</translation>
    </message>
    <message>
        <source>草稿还存着，没有丢。这里接不上，请把条和身份证带到窗口：{place}。</source>
        <translation>The draft is kept; nothing is lost. It can&apos;t be continued here: take slip and ID card to a window: {place}.</translation>
    </message>
    <message>
        <source>这张条过期了</source>
        <translation>This slip has expired</translation>
    </message>
    <message>
        <source>过了条上写的时间，存的内容已经自动清除，没有留下。请从首页重新办。</source>
        <translation>The time on the slip has passed and everything saved has been erased. Please start again from the home screen.</translation>
    </message>
    <message>
        <source>这张条已经用过了</source>
        <translation>This slip has already been used</translation>
    </message>
    <message>
        <source>别处正在接着办</source>
        <translation>It is being continued elsewhere</translation>
    </message>
    <message>
        <source>草稿已经转到{where}。是您转的，请到那里接着办；不是您，请打 {phone}，或者告诉工作人员。</source>
        <translation>The draft has moved to {where}. If you moved it, please continue there. If not, call {phone} or tell the staff.</translation>
    </message>
    <message>
        <source>这份草稿已经转到{where}，那里已经动过了。请到那里接着办。</source>
        <translation>This draft has moved to {where} and was worked on there. Please continue there.</translation>
    </message>
    <message>
        <source>提取码对不上</source>
        <translation>The code does not match</translation>
    </message>
    <message>
        <source>请对照条上的数字，再输一次。条和身份证要是同一个人的。</source>
        <translation>Compare it with the slip and type it again. The slip and the ID card must belong to the same person.</translation>
    </message>
    <message>
        <source>试的次数太多了</source>
        <translation>Too many tries</translation>
    </message>
    <message>
        <source>为了您的信息安全，先停一停。草稿还存着；请把条和身份证带到窗口，工作人员帮您接着办：{place}。</source>
        <translation>To protect your data this stops here. The draft is kept; take slip and ID card to a window, where the staff continue with you: {place}.</translation>
    </message>
    <message>
        <source>这张条不是用这张身份证存的</source>
        <translation>This slip belongs to another ID card</translation>
    </message>
    <message>
        <source>请放存草稿时用的那张身份证。</source>
        <translation>Please use the ID card you saved the draft with.</translation>
    </message>
    <message>
        <source>还差身份证</source>
        <translation>The ID card is missing</translation>
    </message>
    <message>
        <source>请把存草稿时用的那张身份证放到读卡区。</source>
        <translation>Lay the ID card you saved the draft with on the reader.</translation>
    </message>
    <message>
        <source>没有找到这份草稿</source>
        <translation>This draft was not found</translation>
    </message>
    <message>
        <source>它可能过期清除了，也可能在别处办完了。请从首页重新办，或者到窗口问一下：{place}。</source>
        <translation>It may have been erased after its time, or handed in elsewhere. Begin again from the home screen, or ask at a window: {place}.</translation>
    </message>
    <message>
        <source>这件事已经提交了</source>
        <translation>This is handed in already</translation>
    </message>
    <message>
        <source>不用再办一次。查进度请用收件凭证，或者打 {phone}。</source>
        <translation>You need not do it again. To follow it use your receipt, or call {phone}.</translation>
    </message>
    <message>
        <source>现在连不上</source>
        <translation>It can&apos;t be reached now</translation>
    </message>
    <message>
        <source>网络断着，存草稿的那台机器也连不上。草稿没有丢：请过一会儿再试，或者到存的那台机器上接着办。</source>
        <translation>The network is down, and the machine that holds the draft can&apos;t be reached. The draft is not lost: try later, or continue at the machine where you saved it.</translation>
    </message>
    <message>
        <source>这台机器还没有这件事的办事目录</source>
        <translation>This machine does not know this matter yet</translation>
    </message>
    <message>
        <source>这件事不能在自助机上接着办</source>
        <translation>This can&apos;t be continued at a kiosk</translation>
    </message>
    <message>
        <source>这台机器不能取草稿</source>
        <translation>This machine may not fetch drafts</translation>
    </message>
    <message>
        <source>别的机器或者窗口</source>
        <translation>another machine or window</translation>
    </message>
    <message>
        <source>“{name}”不再办理了。</source>
        <translation>&quot;{name}&quot; is no longer offered.</translation>
    </message>
    <message>
        <source>“{name}”能不能在这里办变了。</source>
        <translation>Whether &quot;{name}&quot; can be done here has changed.</translation>
    </message>
    <message>
        <source>多一项：{name}。</source>
        <translation>One more item: {name}.</translation>
    </message>
    <message>
        <source>少一项：{name}。</source>
        <translation>One item less: {name}.</translation>
    </message>
    <message>
        <source>要多交：{name}。</source>
        <translation>One more paper: {name}.</translation>
    </message>
    <message>
        <source>不用再交：{name}。</source>
        <translation>No longer needed: {name}.</translation>
    </message>
    <message>
        <source>要求变了：{name}。</source>
        <translation>Different requirement: {name}.</translation>
    </message>
    <message>
        <source>要多填：{name}。</source>
        <translation>One more thing to fill in: {name}.</translation>
    </message>
    <message>
        <source>不用再填：{name}。</source>
        <translation>No longer to be filled in: {name}.</translation>
    </message>
    <message>
        <source>多问一句：{name}</source>
        <translation>One more question: {name}</translation>
    </message>
    <message>
        <source>不再问：{name}</source>
        <translation>No longer asked: {name}</translation>
    </message>
    <message>
        <source>{name}：原来 {old} 个工作日办完，现在 {new} 个。</source>
        <translation>{name}: working days needed, before {old}, now {new}.</translation>
    </message>
    <message>
        <source>{name}的收费：原来“{old}”，现在“{new}”。</source>
        <translation>Fee for {name}: before &quot;{old}&quot;, now &quot;{new}&quot;.</translation>
    </message>
    <message>
        <source>可以后补，最晚 {day}</source>
        <translation>May follow, by {day}</translation>
    </message>
    <message>
        <source>窗口已看过原件</source>
        <translation>Original seen at the counter</translation>
    </message>
</context>
<context>
    <name>MaterialsScreen</name>
    <message>
        <source>没带？怎么办</source>
        <translation>Not with you?</translation>
    </message>
    <message>
        <source>收回承诺，改交材料</source>
        <translation>Hand in the paper after all</translation>
    </message>
    <message>
        <source>停下</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>不改了</source>
        <translation>Leave as it was</translation>
    </message>
    <message>
        <source>就用这四个角</source>
        <translation>Use these</translation>
    </message>
    <message>
        <source>退一步</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>还原</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>正反面拼成一张</source>
        <translation>Both sides on one sheet</translation>
    </message>
    <message>
        <source>自己对边</source>
        <translation>Adjust the edges</translation>
    </message>
    <message>
        <source>重拍这页</source>
        <translation>Scan again</translation>
    </message>
    <message>
        <source>删掉</source>
        <translation>Remove</translation>
    </message>
</context>
<context>
    <name>Overlays</name>
    <message>
        <source>请人帮忙</source>
        <translation>Get help</translation>
    </message>
    <message>
        <source>知道了，接着办</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>您填到哪里都还在，问好了接着办。</source>
        <translation>What you filled in is kept; go on after you have asked.</translation>
    </message>
    <message>
        <source>打电话</source>
        <translation>By telephone</translation>
    </message>
    <message>
        <source>%1，二十四小时有人接</source>
        <translation>%1, answered day and night</translation>
    </message>
    <message>
        <source>到窗口</source>
        <translation>At a service window</translation>
    </message>
    <message>
        <source>上班时间</source>
        <translation>Opening hours</translation>
    </message>
    <message>
        <source>上班时间，大厅里的工作人员可以来帮您，不收费。</source>
        <translation>During opening hours staff in the hall can help you, free of charge.</translation>
    </message>
    <message>
        <source>不办了？</source>
        <translation>Stop here?</translation>
    </message>
    <message>
        <source>不办了，全部清除</source>
        <translation>Stop and erase</translation>
    </message>
    <message>
        <source>接着办</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>填的、扫的都会从这台机器上清除，不留痕迹；下次要重新来。</source>
        <translation>What you filled in and scanned is erased from this machine without a trace; next time you begin anew.</translation>
    </message>
    <message>
        <source>您的办件已经收下，不受影响。</source>
        <translation>Your case has been received and is not affected.</translation>
    </message>
    <message>
        <source>不想白填？先存着，打一张条：稍后再办、到别的机器或者窗口办，都接得上。</source>
        <translation>Want to keep it? Save it and get a slip: continue later, at another machine or at a window.</translation>
    </message>
    <message>
        <source>先存着，稍后再办</source>
        <translation>Save and continue later</translation>
    </message>
    <message>
        <source>您还在吗？</source>
        <translation>Are you still there?</translation>
    </message>
    <message>
        <source>不办了，清除</source>
        <translation>Stop and erase</translation>
    </message>
    <message>
        <source>我还在，接着办</source>
        <translation>I am here, continue</translation>
    </message>
    <message>
        <source>为了保护您的信息，%1 秒后会清除填写的内容，回到首页。</source>
        <translation>To protect your information, what you filled in is erased in %1 s and the start page comes back.</translation>
    </message>
    <message>
        <source>为了保护您的信息，%1 秒后清除屏幕，回到首页。您的草稿还存着，带身份证到窗口能接着办。</source>
        <translation>To protect your data the screen is wiped in %1 seconds. Your draft stays kept; bring your ID card to a window to continue.</translation>
    </message>
    <message>
        <source>先存着，拿来再办</source>
        <translation>Save it, come back later</translation>
    </message>
    <message>
        <source>我承诺属实，不交这份</source>
        <translation>I declare this is true, without the paper</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>也可以用承诺代替：</source>
        <translation>You may make a declaration instead:</translation>
    </message>
</context>
<context>
    <name>PageStage</name>
    <message>
        <source>拍下的这一页</source>
        <translation>The page that was taken</translation>
    </message>
    <message>
        <source>镜头下面</source>
        <translation>Under the camera</translation>
    </message>
</context>
<context>
    <name>PageThumb</name>
    <message>
        <source>第 %1 页</source>
        <translation>Page %1</translation>
    </message>
</context>
<context>
    <name>PapersSheet</name>
    <message>
        <source>带回去看</source>
        <translation>To take home</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>上一页</source>
        <translation>Previous page</translation>
    </message>
    <message>
        <source>下一页</source>
        <translation>Next page</translation>
    </message>
    <message>
        <source>这张纸的样子</source>
        <translation>What the paper looks like</translation>
    </message>
    <message>
        <source>网上办事大厅的二维码</source>
        <translation>Code of the online service hall</translation>
    </message>
    <message>
        <source>手机扫码，到网上办事大厅，在家也能看、也能办。</source>
        <translation>Scan it with a phone: the online service hall lets you read and apply at home.</translation>
    </message>
</context>
<context>
    <name>ReadingCard</name>
    <message>
        <source>不对，不用</source>
        <translation>Wrong, do not use</translation>
    </message>
    <message>
        <source>对，填进表里</source>
        <translation>Correct, fill it in</translation>
    </message>
</context>
<context>
    <name>ReceiptScreen</name>
    <message>
        <source>办完了</source>
        <translation>Finish</translation>
    </message>
    <message>
        <source>出来了</source>
        <translation>It came out</translation>
    </message>
    <message>
        <source>没出来</source>
        <translation>Nothing came</translation>
    </message>
    <message>
        <source>没打清楚</source>
        <translation>Not legible</translation>
    </message>
    <message>
        <source>办件编号</source>
        <translation>Case number</translation>
    </message>
    <message>
        <source>办件凭证二维码</source>
        <translation>QR code of the receipt</translation>
    </message>
    <message>
        <source>接下来</source>
        <translation>What comes next</translation>
    </message>
</context>
<context>
    <name>ReviewScreen</name>
    <message>
        <source>打一张单子，备齐了再来</source>
        <translation>Print a list to get everything ready</translation>
    </message>
</context>
<context>
    <name>Scroller</name>
    <message>
        <source>下面还有 ↓</source>
        <translation>More below ↓</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>清空</source>
        <translation>Clear</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>自助办事 · 24 小时</source>
        <translation>Self-service · 24 hours</translation>
    </message>
    <message>
        <source>‹ 上一步</source>
        <translation>‹ Back</translation>
    </message>
    <message>
        <source>大字 · English</source>
        <translation>中文 · Text size</translation>
    </message>
    <message>
        <source>语言、字号和颜色</source>
        <translation>Language, text size and colours</translation>
    </message>
    <message>
        <source>不办了</source>
        <translation>Leave</translation>
    </message>
</context>
<context>
    <name>style</name>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>好了</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>手写</source>
        <translation>Handwriting</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>中/英</source>
        <translation>中/EN</translation>
    </message>
    <message>
        <source>大写</source>
        <translation>Shift</translation>
    </message>
</context>
</TS>
