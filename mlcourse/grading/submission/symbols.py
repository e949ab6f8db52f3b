"""Commandes et environnements de TeX que les formules d'une copie peuvent employer : `formulas` dit pourquoi."""

_GREEK = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi omicron pi varpi
rho varrho sigma varsigma tau upsilon phi varphi chi psi omega digamma Gamma Delta Theta Lambda Xi Pi Sigma Upsilon
Phi Psi Omega varGamma varDelta varTheta varLambda varXi varPi varSigma varUpsilon varPhi varPsi varOmega
"""
_LETTERS = """
aleph beth gimel daleth ell hbar hslash imath jmath wp Re Im partial nabla infty emptyset varnothing complement eth
Finv Game Bbbk forall exists nexists neg lnot angle measuredangle sphericalangle triangle square blacksquare Box
Diamond lozenge blacklozenge star bigstar clubsuit diamondsuit heartsuit spadesuit flat natural sharp surd top bot
prime backprime checkmark dagger ddagger dag ddag copyright pounds yen degree P S
"""
_OPERATIONS = """
pm mp times div cdot ast star circ bullet odot oplus ominus otimes oslash cap cup sqcap sqcup uplus vee lor wedge land
setminus smallsetminus wr amalg diamond bigtriangleup bigtriangledown triangleleft triangleright lhd rhd unlhd unrhd
dotplus centerdot boxplus boxminus boxtimes boxdot circledast circledcirc circleddash barwedge veebar doublebarwedge
intercal ltimes rtimes leftthreetimes rightthreetimes curlywedge curlyvee Cap Cup divideontimes bmod mod pmod pod
bigcirc
"""
_RELATIONS = """
lt gt le leq ge geq leqslant geqslant leqq geqq ll gg lll ggg ne neq eq equiv sim simeq cong approx approxeq asymp
doteq doteqdot propto varpropto prec succ preceq succeq preccurlyeq succcurlyeq precsim succsim precapprox succapprox
subset supset subseteq supseteq subseteqq supseteqq subsetneq supsetneq subsetneqq supsetneqq Subset Supset nsubseteq
nsupseteq sqsubset sqsupset sqsubseteq sqsupseteq in ni owns notin mid nmid parallel nparallel perp vdash dashv models
vDash Vdash Vvdash nvdash nvDash smile frown bowtie between pitchfork therefore because lessgtr gtrless lesseqgtr
gtreqless lesssim gtrsim lessapprox gtrapprox lessdot gtrdot triangleq circeq bumpeq Bumpeq risingdotseq fallingdotseq
eqcirc backsim backsimeq thicksim thickapprox nless ngtr nleq ngeq nleqslant ngeqslant lneq gneq lneqq gneqq lnsim
gnsim nsim ncong nprec nsucc npreceq nsucceq trianglelefteq trianglerighteq vartriangleleft vartriangleright
vartriangle coloneqq eqqcolon colon not
"""
_ARROWS = """
to gets mapsto longmapsto leftarrow rightarrow leftrightarrow uparrow downarrow updownarrow Leftarrow Rightarrow
Leftrightarrow Uparrow Downarrow Updownarrow longleftarrow longrightarrow longleftrightarrow Longleftarrow
Longrightarrow Longleftrightarrow iff implies impliedby hookleftarrow hookrightarrow leftharpoonup leftharpoondown
rightharpoonup rightharpoondown upharpoonleft upharpoonright downharpoonleft downharpoonright rightleftharpoons
leftrightharpoons nearrow searrow swarrow nwarrow leadsto rightsquigarrow leftrightsquigarrow leftleftarrows
rightrightarrows upuparrows downdownarrows leftrightarrows rightleftarrows Lleftarrow Rrightarrow twoheadleftarrow
twoheadrightarrow leftarrowtail rightarrowtail looparrowleft looparrowright curvearrowleft curvearrowright
circlearrowleft circlearrowright multimap Lsh Rsh nleftarrow nrightarrow nleftrightarrow nLeftarrow nRightarrow
nLeftrightarrow xleftarrow xrightarrow dashleftarrow dashrightarrow restriction
"""
_BIG = """
sum prod coprod int iint iiint iiiint oint idotsint smallint bigcap bigcup bigsqcup biguplus bigvee bigwedge bigodot
bigoplus bigotimes limits nolimits
"""
_FUNCTIONS = """
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr
sec sin sinh sup tan tanh injlim projlim varinjlim varprojlim varliminf varlimsup argmax argmin operatorname
operatornamewithlimits
"""
_DOTS = "dots ldots cdots vdots ddots dotsb dotsc dotsi dotsm dotso ldotp cdotp adots iddots"
_DELIMITERS = """
left right middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm vert Vert lvert
rvert lVert rVert langle rangle lfloor rfloor lceil rceil lgroup rgroup lmoustache rmoustache llcorner lrcorner
ulcorner urcorner lbrace rbrace lbrack rbrack backslash bracevert arrowvert Arrowvert
"""
_STRUCTURE = """
frac dfrac tfrac cfrac binom dbinom tbinom over atop choose brace brack sqrt root of overline underline overbrace
underbrace overbracket underbracket overset underset overrightarrow overleftarrow overleftrightarrow underrightarrow
underleftarrow underleftrightarrow stackrel substack atopwithdelims boxed cancel bcancel xcancel phantom
hphantom vphantom hat widehat tilde widetilde bar vec dot ddot dddot ddddot acute grave breve check mathring begin end
cr newline hline hdashline tag notag nonumber displaystyle textstyle scriptstyle scriptscriptstyle mathstrut strut
color textcolor
"""
_FONTS = """
mathrm mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathbb mathnormal mathbin mathrel mathop mathord mathopen
mathclose mathpunct mathinner boldsymbol bm pmb bold Bbb cal scr frak rm bf it sf tt mit text textrm textbf textit
textsf texttt textnormal mbox hbox tiny scriptsize small normalsize large Large LARGE
"""
_SPACES = "quad qquad enspace enskip thinspace medspace thickspace space nobreakspace allowbreak"

_GROUPS = (_GREEK, _LETTERS, _OPERATIONS, _RELATIONS, _ARROWS, _BIG, _FUNCTIONS, _DOTS)
COMMANDS = frozenset(" ".join((*_GROUPS, _DELIMITERS, _STRUCTURE, _FONTS, _SPACES)).split())
ENVIRONMENTS = (
    *("equation", "align", "aligned", "alignat", "alignedat", "gather", "gathered", "multline", "split", "eqnarray"),
    *("array", "subarray", "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix"),
    *("cases", "rcases", "dcases"),
)
