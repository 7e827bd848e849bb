extension CommandProse {
  /// Of the desk: orders, views, people, the catalogue, reminders.
  static let desk: [String: [String]] = [
    "order board": [
      "未办结的工单分为：未签收（已派到单位，签收时限在计）、办理中，或退回（单位交回后无人处理）；其中有的今日到期，有的已逾期。每个数字都是一张清单："
    ],
    "order top": ["逾期最多的单位在前。按 q 结束。标准输出不是终端时，看板只输出一次。"],
    "order todo": ["下一步属于其动作能推进工单的角色。撤销和重开不是谁的下一步；裁定只在单位退回工单后才是。"],
    "order search": ["各词须全部出现，写法相同；字母词写开头即可，中文在任何位置都能找到。最新的工单在前。已遗忘的内容查不到。"],
    "order feed": ["--follow 在派单后两秒内逐条显示任务，在终端上响铃，直到停止。--format ndjson 供弹窗提醒的程序使用。数据库中断时会说明，恢复后从断处继续。"],
    "order supervise": ["做过：自 --from 起办结的，按时或逾期。在做：未办结的。将做：以后才开始的。--list 列出工单。"],
    "order list": ["在时刻 T 逾期：T 及以前受理，T 以前到期，到 T 仍未办结。过去按当时的登记作答，未来按此后不再变动推算。"],
    "order count": ["同一时刻的统计总是相同，除非有人之后补登此前发生的事。"],
    "order open": [
      "在终端上会询问流程所需而未写的内容；一个选项也不写则逐项询问。`<` 返回，`q` 放弃。在别处从不询问，而是一次说明所缺的全部内容。受理之前会显示来电人最近四次联系，以及可能是同一事项的工单；--append-to 则并入其中一件。",
      "加 --dispatch 则立即派出：给 --unit，否则给来电人区域的单位，再否则给分类的单位；都不知道时留待调度，如同没有单位的工单。",
      "--json 接受一个对象、一个数组，或每行一个对象；键是不带横线的选项名，form 是对象。",
    ],
    "order act": ["多件工单各自办理，被拒绝的在旁注明（退出码 3）。一次撤销可全部收回。"],
    "order dispatch": [
      "区域取已登记的，否则按地址或来电号码在区域表（hotline region）中查找。都不符的工单会被拒绝并留在原处（退出码 3）：order list --unit - 列出待人工处理的。"
    ],
    "order merge": ["被合并的保留编号和经过，时限停止，可用 unmerge 取出。重复件只有一层。"],
    "order split": ["为同一人另开，自行流转，两件互相关联。再合并或撤销即可收回。"],
    "order contacts": ["先是为本次答复留下的号码，再是人员册中的，再是承办单位和协办单位的。"],
    "order edit": ["空值表示去掉。--set 更改表单的字段。"],
    "order attach": ["内容按其 SHA-256 复制到内容库，附上多次也只存一份。"],
    "order files": ["内容与存入时不同的，不会取出（退出码 65）。"],
    "order line add": ["目录中的备件（`hotline part list`）不写单价时用目录价。"],
    "order extend": ["由流程指定的人批准或驳回：approve-extension。"],
    "order undo": [
      "不删除任何内容，而是追加相反的事件。此后又有变动的工单会列出并保持原样（退出码 3），与之相连的工单也是。记录保留。已批准的延期和同一事项的再次来电不能收回。导入用 hotline import undo 撤销。"
    ],
    "order print": ["页面上有工单号的条码（Code 128）供扫描枪读取，也有数字供键入：`hotline order act NO ACTION` 登记签字的结果。任何浏览器都能打印。"],
    "order letter": ["公函取其编号序列的下一号，并作为记录留在工单上；写成文件的页面也存入工单的文件。A4 大小，任何浏览器都能打印。"],
    "view": ["视图保存条件、列和排序。归个人所有，或与一个单位及其下属、或与所有人共享。用 `hotline order list --view NAME` 显示。"],
    "view save": ["不写 --share 则归自己。`--staff me` 指查看者本人。"],
    "view publish": ["`hotline view show NAME > view.yaml` 输出一个供修改。"],
    "template": [
      "模板是一个 YAML 文件：",
      "可填的空白：order.no、order.title、order.address、order.openedAt、order.dueAt、order.finishedAt、order.state、order.process、order.unit、order.staff、order.category、order.area、order.key、order.channel、party.name、party.phone、party.address、letter.no、letter.date、form.FIELD、words.FIELD、last.FIELD。",
    ],
    "agenda": ["四种内容都来自工单本身：工单转给别人，就移到别人的日历。--ics 写成供其他程序使用的日历（RFC 5545）；再次导入时条目随之移动，不会重复。"],
    "block add": ["再做一次即更改所写的：不写 --note 则备注保留（--note \"\" 去掉），不写 --until 则永久限制。"],
    "part": ["清单用 `hotline import run parts.xlsx --as parts` 导入。工单明细写明目录中的备件时，单价取自目录。"],
    "part list": ["写成的工作簿可以修改后原样再导入。"],
    "article": ["编写的是草稿，直到有人发布；每次发布成为一个版本，一直可查阅。清单用 `hotline import run faq.xlsx --as articles` 导入。"],
    "article search": ["各词须全部出现在一条知识中，词的一部分也可以。标题或问法含第一个词的排在前面。"],
    "article list": ["写成的工作簿可以修改后原样再导入。"],
    "article show": ["显示已发布的文本；从未发布或已撤下的，显示最新文本。"],
    "article draft": ["没有写到的保持不变；空值清除字段。已撤下的知识由此重新成为草稿。"],
    "remind plan": ["到现在已过期三天以上的规则记为跳过，不通知任何人；--until 写过去的时刻时，以该时刻为准。"],
  ]
}
