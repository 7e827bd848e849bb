extension CommandProse {
  /// Of the log, the organisation, what is configured, and the database.
  static let office: [String: [String]] = [
    "report schedule list": ["due：时点已到而未制作的：没有程序在运行计划，或制作失败。waiting：已制成而未送出的文件。"],
    "trace": [
      "对一件工单：它自身的事件、诉求人的事件、带来它的导入、送出的提醒，以及同一命令所做的其他事。一条命令所做的列在一起；由另一步引起的靠右缩进，附引起它的事件。事件、命令（correlation）、导入批次或人员按编号查找。不显示姓名和文字：见 `hotline party export` 和 `hotline order history`。"
    ],
    "event list": ["--from 和 --to 以日志收到事件的时间为准，即审计所问；各条件须同时满足。可打印，或用 -o log.xlsx 写成工作簿转交。"],
    "log": ["每个事件都带有自身和前一事件的哈希，日志中的任何内容被更改、删除或插入都会被发现，除非有人重算全部哈希。封条存放在那人够不到的地方，就连这也能发现。"],
    "log verify": [
      "日志如写入时一样则退出码为 0，否则为 65。期间他人可以继续写入。删除的个人资料只计数，不算错误，只要有事件说明某人已被遗忘；谁在何时：hotline event list --type party.forgotten"
    ],
    "log seal": [
      "一段短文本，可邮寄、打印或复制到管理数据库的人改不到的地方。只要 `hotline log verify --seal` 与之相符，到那时为止的事件就都如当时一样。请每天加封，并保存所有封条。加封不检查末端之前的内容：请先运行 hotline log verify。密钥在首次使用时生成于数据目录，只有其所有者可读。"
    ],
    "log key": ["请存放在管理数据库的人改不到的地方，并交给需要核对封条的人。"],
    "unit": ["第一个单位是全单位的最上级，其余各在另一单位之下。权限及于该单位及其下属。有了最上级之后，工作只派给树中的单位。"],
    "unit tree": ["名单中出现而无人安排位置的单位直接列在最上级之下，标有“?”。"],
    "unit list": ["place 和 last 是清单用来查找一个单位及其下属的编号。"],
    "unit add": ["名单中已出现的单位由此在树中有了位置。"],
    "unit close": ["它所做的保持不变。有下属的单位不能撤销：请先移动或撤销下属。"],
    "unit import": [
      "列：code、name、parent、kind、phone、head、calendar（代码、名称、上级、类型、电话、负责人、日历）；只有代码必需。没有的列不作更改，空单元格表示去掉。各行顺序不限。同一清单再导入一次没有变化。"
    ],
    "person": ["在有人持有最上级单位的 admin 角色之前，不执行权限检查；此后每条命令都要知道由谁办理：--as，否则 HOTLINE_USER，再否则按您的登录名。"],
    "person join": ["角色针对其所在单位及其下属，或针对 @ 之后的单位。最上级的第一个 admin 使权限生效。"],
    "person import": [
      "列：code、unit（这两列必需）、name、post、login、phone、mail、roles，如 \"agent dispatcher@city\"（工号、单位、姓名、岗位、登录名、电话、邮箱、角色）。名单中没有的人保持不变。同一名单再导入一次没有变化。"
    ],
    "role": ["角色是一组权限。输出一个，修改，发布：持有者从下一条命令起有新的权限。admin 角色总有全部权限。"],
    "db": ["没有运行时，任何命令都会启动它，之后一直运行。HOTLINE_HOME 指定数据目录；HOTLINE_DATABASE（libpq 地址）改用您自己的服务器。备份和恢复对两者都适用。"],
    "db stop": ["数据目录的所有者随时可以停止它，不论在本单位有什么权限：systemd 也是。"],
    "db backup": [
      "他人可以继续工作。文件包含日志及其中的个人资料、已交给网关的内容和一个封条；HOTLINE_FILES 或数据目录中的工单文件也在内。读模型可由日志重新计算。文件完成后才以其名称出现。封条的密钥（hotline log key）不在内。"
    ],
    "db restore": [
      "日志必须是空的：把 HOTLINE_HOME 设为新目录，或把 HOTLINE_DATABASE 设为空数据库。与加封时的日志不完全一致的会再移除。加 --public-key 则备份须由该密钥签名，可知是谁的；不加则只知其完整：不要这样恢复来历不明的备份。"
    ],
    "db files": ["会读取每个文件的内容。工单所附的有缺少或损坏时退出码为 65；备份可以恢复。已遗忘的人的工单文件是有意删除的，注明为已遗忘。"],
    "projection": ["读模型是清单和报表所读的内容，由日志计算得出。使用时自动跟上，可随时重新计算，不影响他人工作。"],
    "projection status": ["落后的读模型在使用时跟上。速度（每秒事件数）取自最近一次较长的追赶或重建；parked 是跳过的事件，previous 是退回时所用的表。"],
    "projection rebuild": [
      "新表完成之前，他人继续使用旧表；不会再次触发或发送。中断后再运行会接着做。旧表保留供 hotline projection rollback 使用。由更新的 hotline 建立的读模型退回到本程序所认识的。旧表与日志不符时会说明。"
    ],
    "projection compare": ["在现用的表旁重新计算，按日志的同一位置比较，然后删除。有不同时退出码为 1；--diff 列出两边的行。"],
    "projection rollback": ["从停下之处跟上最新。现用的表改为保留，再退回一次即恢复。遗忘某人会删除旧表：其中还有其内容。"],
    "projection parked": ["只有 parties 和 batches 会跳过事件继续；其他读模型宁可停下也不算错。同一流中之后的事件等待第一个。"],
    "projection retry": ["例如在更新 hotline 之后。重建也会再试。"],
    "projection forget-past": [
      "report verify、report diff 和 --as-known-at 会保留所需读模型的一份副本，最后一次使用一天之后自动清除。本命令立即腾出空间；下次回看时重新计算。"
    ],
    "process": ["流程是一个 YAML 文件，含状态、动作、表单、时限和规则。需要自己的通话结果时，输出 outreach 流程，修改，发布：无需编程。"],
    "process check": ["多个文件一起检查：它们可以互相派生工单。加 --office 则与本单位已发布的一起检查；不加则不需要数据库，只认识随附的角色。"],
    "process publish": ["多个文件一起发布，或全不发布。加 --shipped 发布本版 Hotline 随附的流程：缺少的和更新的，或所写名称的（会取代本单位自定的文本）。"],
    "process list": [
      "`shipped` 说明流程与本版 Hotline 随附的关系：current（相同）、newer（随附的更新，可用 publish --shipped 采用）、own（本单位自定）、missing（尚未发布）。"
    ],
    "process move": ["工单一直使用受理时的版本。对照表说明一版中的工单移到哪里；同名状态不必写。它随移动一起发布，每件移动的工单都在经过中注明。"],
    "category": [
      "分类树是一个 YAML 文件。工单保留其分类的代码；名称可随每版变化，查看过去某一时刻时用当时的名称。",
      "流程写明从哪棵树选分类：`categories: city`。",
    ],
    "region": ["区域表是一个 YAML 文件。以最长的相符开头为准；都不符的地址须由人查看。"],
    "calendar": [
      "日历是一个 YAML 文件，含一周的工作时间、与平日不同的日期，以及所依据的另一个日历。全单位用日历 `office`；单位可用自己的（hotline unit set UNIT --calendar KEY），流程的时限可指定日历。`office` 发布之前，按周一至周五全天工作计，在中国则按法定日历。"
    ],
    "calendar show": ["休息日加方括号，调休上班日和另有时间的日子加 +；其他格式列出这些日子。"],
    "calendar publish": ["未办结工单的期限立即变化；变化前的情况仍可查看。加 --from 则之后导入的历史也按它计算。"],
    "calendar import": ["文件取自 https://github.com/NateScarlet/holiday-cn（如 2027.json）。其中的日子取代该年原有的；暂定的期限重新计算。"],
  ]
}
